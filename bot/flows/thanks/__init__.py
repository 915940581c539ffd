"""Papers, the honour roll, nominations."""
