"""Holding the model against what happened: a table of patterns and a hindcast, by the same code on data and runs."""
