"""Conversations about who is given what: the office's, the schools', and the proof for donors."""
