"""The public pages of a drive, and what every web page of ours shares: visitors, static files, headers."""
