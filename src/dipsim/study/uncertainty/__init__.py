"""Answers over draws of what is not known: words with their probabilities, and which number is worth knowing."""
