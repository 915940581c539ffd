"""Statements, the queue of receipts, cash books."""
