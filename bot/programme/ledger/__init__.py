"""The public ledger, entry bound to entry, and the running sums."""
