"""The speed goals, one command: python -m bench."""
