"""Statistics that the studies share."""
