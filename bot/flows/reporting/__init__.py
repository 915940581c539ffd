"""The weekly report, the digest, progress."""
