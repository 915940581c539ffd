"""What must be true, counted without the bot."""
