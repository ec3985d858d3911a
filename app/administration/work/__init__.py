"""What the site owes, piece by piece, and what it does by the clock. Never for whom."""
