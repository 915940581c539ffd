"""Devices at the reception and in store."""
