"""Reads of the forums: what there is, who wrote it, and what of it the reader may see."""

from __future__ import annotations

from app.forums.queries.lists import (
    DiscussionRow,
    ForumRow,
    discussions,
    forum,
    forums,
    forums_of_mine,
    forums_to_read,
    pinned_discussions,
)
from app.forums.queries.people import Speakers, speakers
from app.forums.queries.posts import (
    PlaceOfPost,
    PostRow,
    place_of,
    post,
    post_at,
    posts_among,
    posts_between,
    revisions,
)
from app.forums.queries.threads import discussion

__all__ = [
    "DiscussionRow",
    "ForumRow",
    "PlaceOfPost",
    "PostRow",
    "Speakers",
    "discussion",
    "discussions",
    "forum",
    "forums",
    "forums_of_mine",
    "forums_to_read",
    "pinned_discussions",
    "place_of",
    "post",
    "post_at",
    "posts_among",
    "posts_between",
    "revisions",
    "speakers",
]
