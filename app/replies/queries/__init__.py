"""Reads about replies: one, lists, and what a draft begins with."""

from __future__ import annotations

from app.replies.queries.lines import Latest, latest
from app.replies.queries.prefill import Prefill, choosable_actions, prefill
from app.replies.queries.replies import (
    ReplyLine,
    acknowledged,
    corrected_by,
    corrects,
    in_preparation,
    of_subject,
    replies,
    reply,
)
from app.replies.queries.unanswered import Unanswered, hindrances

__all__ = [
    "Latest",
    "Prefill",
    "ReplyLine",
    "Unanswered",
    "acknowledged",
    "choosable_actions",
    "corrected_by",
    "corrects",
    "hindrances",
    "in_preparation",
    "latest",
    "of_subject",
    "prefill",
    "replies",
    "reply",
]
