"""Telegram: python-telegram-bot is the wire, updates are read into our own shapes, aiogram answers the operator."""
