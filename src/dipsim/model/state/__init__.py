"""The state of a run: every quantity, array and index, declared once."""
