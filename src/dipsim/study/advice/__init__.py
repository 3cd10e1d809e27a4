"""Advice: should this be done? One page from the other questions."""
