"""What people promise, and what becomes of it."""
