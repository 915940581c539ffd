"""Giving, and following what was given."""
