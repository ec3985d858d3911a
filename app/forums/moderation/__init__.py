"""Putting what was said in order: each step is an operation, with what it did on record, and can be undone."""
