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
    last_post_id,
    page_with,
    place_of,
    post,
    post_answered,
    post_numbered,
    posts_among,
    posts_between,
    revisions,
)
from app.forums.queries.threads import discussion, where_it_went

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
    "last_post_id",
    "page_with",
    "pinned_discussions",
    "place_of",
    "post",
    "post_answered",
    "post_numbered",
    "posts_among",
    "posts_between",
    "revisions",
    "speakers",
    "where_it_went",
]
