"""Many people invited at once, and invited again: a pasted list or a table, its preview, and who has not answered."""
