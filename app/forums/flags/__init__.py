"""Flags: somebody asks the moderators to look at a post. They look at it in turn, and settle it."""
