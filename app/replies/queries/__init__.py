"""Reads about replies: one, lists, what waits for one, what a draft begins with, and where the loop stands."""

from __future__ import annotations

from app.replies.queries.prefill import Prefill, choosable_actions, prefill
from app.replies.queries.replies import (
    acknowledged,
    corrected_by,
    corrects,
    in_preparation,
    latest,
    of_subject,
    replies,
    replies_to_my_voice,
    reply,
    waiting_for_me,
)
from app.replies.queries.standings import standings
from app.replies.queries.unanswered import hindrances, unanswered

__all__ = [
    "Prefill",
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
    "replies_to_my_voice",
    "reply",
    "standings",
    "unanswered",
    "waiting_for_me",
]
