"""What the operator can do on the command line, one command a file."""
