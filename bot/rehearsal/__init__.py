"""A whole drive lived on a fake clock by simulated people, through the real app."""
