"""The outbox carried out: order, lanes, pace, and what becomes of each message."""
