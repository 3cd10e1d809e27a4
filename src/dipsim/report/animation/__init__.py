"""A result as a moving picture: moments, a network or a map of each, and the file."""
