"""Draws over uncertain numbers: their priors, tables of draws, and a scenario at a draw."""
