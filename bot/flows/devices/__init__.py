"""Devices at the reception desk and in store."""
