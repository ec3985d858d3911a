"""What can be found, kind by kind."""
