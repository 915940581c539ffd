"""Students' lists at the desk, for every level that a list goes through."""
