"""The demonstration: its people and their first days."""
