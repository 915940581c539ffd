"""The conversations, one a file, named by what the person does."""
