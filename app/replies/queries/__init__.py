"""Reads about replies: one, lists, what waits for one, what a draft begins with, and where the loop stands."""

from __future__ import annotations

from app.replies.queries.lines import Latest, Preparing, latest, replies_to_my_voice, waiting_for_me
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
from app.replies.queries.standings import standings
from app.replies.queries.unanswered import Unanswered, hindrances, unanswered

__all__ = [
    "Latest",
    "Prefill",
    "Preparing",
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
    "replies_to_my_voice",
    "reply",
    "standings",
    "unanswered",
    "waiting_for_me",
]
