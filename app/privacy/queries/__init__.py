"""What is read of people's own data."""
