"""The worker and its queue, and how a request wakes it."""
