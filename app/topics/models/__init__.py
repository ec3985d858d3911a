"""The tables of Tricky Topics, additional issues and votes."""

from __future__ import annotations

from app.topics.models.issue import AdditionalIssue, IssueCategory, IssueResponse
from app.topics.models.mapping import MappedAssessment, TopicMapping
from app.topics.models.topic import (
    DistillerTag,
    ExampleBlock,
    ExampleSource,
    ProblemExample,
    StumblingBlock,
    TrickyTopic,
)
from app.topics.models.vote import Vote

__all__ = [
    "AdditionalIssue",
    "DistillerTag",
    "ExampleBlock",
    "ExampleSource",
    "IssueCategory",
    "IssueResponse",
    "MappedAssessment",
    "ProblemExample",
    "StumblingBlock",
    "TopicMapping",
    "TrickyTopic",
    "Vote",
]
