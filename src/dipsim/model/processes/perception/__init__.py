"""What nations believe about the strength and the intent of others."""
