"""Telegram: python-telegram-bot is the wire, aiogram understands; both are imported only once the handler starts."""
