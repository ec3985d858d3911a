"""Reads of topics and issues. Each takes `seen_by` and says what it loads."""

from __future__ import annotations

from app.topics.queries.links import Pointer, predecessors, raised_from, similar, successors, under_discussion
from app.topics.queries.lists import IssueRow, TopicRow, issue_states, issues, mapped_topics, topic_states, topics
from app.topics.queries.single import Step, block, example, history, issue, topic
from app.topics.queries.votes import Ballot, ballot, electorate

__all__ = [
    "Ballot",
    "IssueRow",
    "Pointer",
    "Step",
    "TopicRow",
    "ballot",
    "block",
    "electorate",
    "example",
    "history",
    "issue",
    "issue_states",
    "issues",
    "mapped_topics",
    "predecessors",
    "raised_from",
    "similar",
    "successors",
    "topic",
    "topic_states",
    "topics",
    "under_discussion",
]
