"""The JSON API over the same services and queries."""
