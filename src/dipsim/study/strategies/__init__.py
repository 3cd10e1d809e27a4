"""What a nation could do at equal cost."""
