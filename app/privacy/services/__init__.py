"""What is done with people's own data."""
