"""Clients of other servers: what leaves this process beside mail, and what calls it."""
