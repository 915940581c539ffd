"""What banks tell: notices that they post and statements that they export, read into one shape; knows nobody."""
