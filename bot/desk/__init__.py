"""The web desk: server-rendered pages on the deeds of the chat, for those who work with money and gifts."""
