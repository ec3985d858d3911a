"""The contents of a long discussion: when was spoken, and what in it one comes for."""
