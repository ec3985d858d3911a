"""How posts and discussions are named in texts."""
