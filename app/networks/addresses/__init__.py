"""A member whose old mailbox is gone asks a chair to confirm another address in its place."""
