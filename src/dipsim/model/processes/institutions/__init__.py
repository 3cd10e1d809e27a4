"""Instruments in force and organisations."""
