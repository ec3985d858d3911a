"""The words of everything that can be found, kept by the database itself. They know entries and words, and no rights."""
