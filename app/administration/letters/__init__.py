"""The site's letters for its administrators: how many went, wait or failed, and why. Never to whom."""
