"""Forums, discussions, posts with their history, subscriptions."""
