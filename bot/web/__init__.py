"""The ground of everything seen in a browser: visitors, sessions, headers, limits, files."""
