"""Handing over to families, and asking afterwards."""
