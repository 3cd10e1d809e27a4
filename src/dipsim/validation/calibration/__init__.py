"""Calibration by indirect inference: which numbers make the runs look like the data up to 1989 (docs/validity.md)."""
