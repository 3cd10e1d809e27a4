"""What the parts of a scenario must agree on, and warnings."""
