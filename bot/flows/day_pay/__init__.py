"""A unit's one day's pay."""
