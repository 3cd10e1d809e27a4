"""Data sets with a row for two states."""
