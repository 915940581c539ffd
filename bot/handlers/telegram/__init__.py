"""Telegram: python-telegram-bot is the wire, loaded once the handler starts; updates are read into our own shapes."""
