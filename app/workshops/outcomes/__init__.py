"""What becomes of each theme, and the write-up."""
