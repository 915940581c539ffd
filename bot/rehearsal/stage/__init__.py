"""The town and its people as such, and the bot that serves them."""
