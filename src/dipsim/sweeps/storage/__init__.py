"""The folder of a sweep, and what it holds."""
