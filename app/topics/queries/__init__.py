"""Reads of topics and issues. Each takes `seen_by` and says what it loads."""

from __future__ import annotations

from app.topics.queries.links import Pointer, predecessors, raised_from, similar, successors, under_discussion
from app.topics.queries.lists import issue_states, issues, mapped_topics, topic_states, topics
from app.topics.queries.single import Step, block, example, history, issue, topic
from app.topics.queries.votes import Ballot, ballot, electorate, my_issue_votes, my_topic_votes

__all__ = [
    "Ballot",
    "Pointer",
    "Step",
    "ballot",
    "block",
    "electorate",
    "example",
    "history",
    "issue",
    "issue_states",
    "issues",
    "mapped_topics",
    "my_issue_votes",
    "my_topic_votes",
    "predecessors",
    "raised_from",
    "similar",
    "successors",
    "topic",
    "topic_states",
    "topics",
    "under_discussion",
]
