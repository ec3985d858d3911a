"""What people do in the forums: verbs, each in the file of its subject."""

from __future__ import annotations

from app.forums.moderation.services import (
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
from app.forums.services.editing import edit_post
from app.forums.services.following import follow
from app.forums.services.posting import ensure_forums, first_post, open_discussion, publish_post, start_discussion

__all__ = [
    "edit_post",
    "ensure_forums",
    "first_post",
    "follow",
    "hide_post",
    "lock",
    "mark_important",
    "move_discussion",
    "open_discussion",
    "pin",
    "publish_post",
    "remove_post",
    "restore_post",
    "retitle_after",
    "retitle_discussion",
    "start_discussion",
]
