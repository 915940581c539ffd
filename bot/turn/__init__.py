"""The heart: one transaction for all that waits, and where each update belongs."""
