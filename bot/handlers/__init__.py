"""The messengers, one package or file each, all of one shape: `bot.messages.Handler`."""
