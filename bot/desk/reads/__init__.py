"""What the desk's pages show, read from the database in the reader's own right."""
