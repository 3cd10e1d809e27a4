"""Runs of which each uses a draw of the uncertain numbers."""
