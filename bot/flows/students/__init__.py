"""Pupils on the list."""
