"""Money that really moves: receipts, cash books, statements, tills."""
