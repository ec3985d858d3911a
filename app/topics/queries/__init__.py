"""Reads of topics and issues. Each takes `seen_by` and says what it loads."""

from __future__ import annotations

from app.topics.queries.links import Pointer, predecessors, raised_from, similar, successors, under_discussion
from app.topics.queries.lists import (
    ELSEWHERE,
    IssueRow,
    TopicRow,
    issue_states,
    issues,
    topic_states,
    topics,
)
from app.topics.queries.parts import Anatomy, BlockRow, ExampleRow, anatomy
from app.topics.queries.single import block, example, history, issue, topic, topic_with_mapping
from app.topics.queries.top import TopRow, top
from app.topics.queries.votes import VoteCount, ballot, electorate

__all__ = [
    "ELSEWHERE",
    "Anatomy",
    "BlockRow",
    "ExampleRow",
    "IssueRow",
    "Pointer",
    "TopRow",
    "TopicRow",
    "VoteCount",
    "anatomy",
    "ballot",
    "block",
    "electorate",
    "example",
    "history",
    "issue",
    "issue_states",
    "issues",
    "predecessors",
    "raised_from",
    "similar",
    "successors",
    "top",
    "topic",
    "topic_states",
    "topic_with_mapping",
    "topics",
    "under_discussion",
]
