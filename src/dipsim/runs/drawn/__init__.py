"""Runs of which each uses a draw of what is not known."""
