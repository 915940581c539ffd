"""The public ledger, line bound to line, and the running sums."""
