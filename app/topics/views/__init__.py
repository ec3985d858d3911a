"""Pages of topics and issues: one blueprint, one file for each subject."""

from __future__ import annotations

from app.topics.views import anatomy, answering, history, issues, mapping, steps, topics, votes
from app.topics.views._blueprint import blueprint

__all__ = ["anatomy", "answering", "blueprint", "history", "issues", "mapping", "steps", "topics", "votes"]
