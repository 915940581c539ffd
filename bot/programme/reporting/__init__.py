"""The weekly report, its reminders, the digest and the public ledger."""
