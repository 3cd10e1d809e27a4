"""Data sets with a row for a state and a year."""
