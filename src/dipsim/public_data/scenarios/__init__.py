"""Scenarios filled from published data: what is known of some nations, the text of a file, the five regional sets."""
