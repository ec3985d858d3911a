"""What a discussion came to: the post that answers it, and a summary that somebody wrote."""
