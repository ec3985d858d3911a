"""What a reader typed, and what it means to them; and the words that are marked in what was found."""
