"""Helpers that several processes share."""
