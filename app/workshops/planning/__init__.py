"""Planning a workshop: its day, its run sheet, how it votes, saved templates, the call."""
