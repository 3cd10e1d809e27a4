"""Outcomes that an experiment defines itself, as expressions."""
