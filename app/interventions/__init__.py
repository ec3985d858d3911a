"""Proposals for a change, the decision on each, and what was predicted and seen."""
