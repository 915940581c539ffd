"""Conversations that belong to no subject: start, menu, help, language, the way to the web desk."""
