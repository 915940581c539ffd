"""Things that really come in: tag, care, stock, and where they go."""
