"""Students on the list."""
