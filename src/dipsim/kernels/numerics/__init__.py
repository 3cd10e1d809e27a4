"""Arithmetic that gives the same bits everywhere: elementary functions and keyed random numbers."""
