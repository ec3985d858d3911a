"""Reads of topics and issues. Each takes `seen_by` and says what it loads."""

from __future__ import annotations

from app.topics.queries.links import Around, Pointer, around_issue, around_topic, raised_from, similar, under_discussion
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
from app.topics.queries.single import (
    IssueOnPage,
    TopicOnPage,
    block,
    example,
    history,
    issue,
    issue_on_page,
    topic,
    topic_on_page,
    topic_with_mapping,
)
from app.topics.queries.top import TopRow, top
from app.topics.queries.votes import VoteCount, ballot, electorate

__all__ = [
    "ELSEWHERE",
    "Anatomy",
    "Around",
    "BlockRow",
    "ExampleRow",
    "IssueOnPage",
    "IssueRow",
    "Pointer",
    "TopRow",
    "TopicOnPage",
    "TopicRow",
    "VoteCount",
    "anatomy",
    "around_issue",
    "around_topic",
    "ballot",
    "block",
    "electorate",
    "example",
    "history",
    "issue",
    "issue_on_page",
    "issue_states",
    "issues",
    "raised_from",
    "similar",
    "top",
    "topic",
    "topic_on_page",
    "topic_states",
    "topic_with_mapping",
    "topics",
    "under_discussion",
]
