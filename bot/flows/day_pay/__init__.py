"""A unit's one-day-pay desk."""
