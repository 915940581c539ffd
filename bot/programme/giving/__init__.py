"""What people pledge, and what becomes of it."""
