"""Money at the desk: the queue of receipts, and statements."""
