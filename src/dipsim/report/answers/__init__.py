"""Answers of questions that were asked of a results folder: kept beside its tables, told on its page."""
