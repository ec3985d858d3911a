"""What moderators do, and how it is taken back."""

from __future__ import annotations

from app.forums.moderation.services.moving import merge, plan_merge, plan_split, split
from app.forums.moderation.services.ordering import (
    hide_post,
    lock,
    mark_important,
    move_discussion,
    pin,
    remove_post,
    restore_post,
    retitle_after,
    retitle_discussion,
)
from app.forums.moderation.services.undoing import may_be_undone, plan_undo, undo

__all__ = [
    "hide_post",
    "lock",
    "mark_important",
    "may_be_undone",
    "merge",
    "move_discussion",
    "pin",
    "plan_merge",
    "plan_split",
    "plan_undo",
    "remove_post",
    "restore_post",
    "retitle_after",
    "retitle_discussion",
    "split",
    "undo",
]
