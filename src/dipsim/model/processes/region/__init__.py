"""What is recorded of the region as a whole."""
