"""Indicators that precede uses of force, and their skill."""
