"""Students on the list, who may be on it, and who is on it already."""
