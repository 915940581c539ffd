"""One day's pay: what a unit's people give."""
