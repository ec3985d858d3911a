"""Joining by a link: a chair passes it on, people ask by it, and the chair answers each of them."""
