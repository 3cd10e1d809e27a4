"""Strict YAML with places, and how a problem is reported."""
