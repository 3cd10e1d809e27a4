"""The hindcast: probabilities of a dispute for every pair of a region over ten years, scored against what happened."""
