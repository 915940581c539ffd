"""What brings updates and is no messenger: notices of banks, statements, payrolls."""
