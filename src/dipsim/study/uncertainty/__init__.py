"""Answers over draws of the uncertain numbers: words with their probabilities, and which number is worth knowing."""
