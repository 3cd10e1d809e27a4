"""Where things go on a figure: labels that keep clear of one another."""
