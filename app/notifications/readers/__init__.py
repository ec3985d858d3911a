"""What notices of each kind say, read from the rows that they are about."""
