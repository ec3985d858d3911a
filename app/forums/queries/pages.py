"""The page of a discussion's posts that somebody asks for: by date, or with each post's replies beneath it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.core.actor import Actor
from app.forums.models import Discussion
from app.forums.queries.by_replies import by_replies
from app.forums.queries.posts import PAGE, PostRow, page_with, posts_among, posts_between


class PageOfPosts(NamedTuple):
    """Which posts a page shows, in its order."""

    posts: Sequence[PostRow] = ()
    page: int = 1
    pages: int = 1
    #: How many posts stand before those that are shown and have no page.
    earlier: int = 0
    by_replies: bool = False
    #: How far in the posts stand that do, by their ids.
    depths: Mapping[int, int] = {}


def newest_posts(discussion: Discussion, most: int, seen_by: Actor) -> PageOfPosts:
    """The latest so many, for another page that shows something of the discussion."""
    if not discussion.post_count:
        return PageOfPosts()
    earlier = max(0, discussion.post_count - most)
    return PageOfPosts(posts_between(discussion, earlier, discussion.post_count, seen_by=seen_by), earlier=earlier)


def page_by_date(discussion: Discussion, page: int, post_id: int | None, seen_by: Actor) -> PageOfPosts:
    """The page with this number, or the one on which a post stands."""
    if not discussion.post_count:
        return PageOfPosts()
    pages = _pages(discussion.post_count)
    asked = page if post_id is None else page_with(discussion, post_id, seen_by=seen_by)
    page = min(max(asked, 1), pages)
    return PageOfPosts(posts_between(discussion, (page - 1) * PAGE, page * PAGE, seen_by=seen_by), page, pages)


def page_by_replies(discussion: Discussion, page: int, post_id: int | None, seen_by: Actor) -> PageOfPosts:
    """The same, in the order of replies."""
    order = by_replies(discussion, seen_by=seen_by)
    rank = {each.id: at for at, each in enumerate(order)}
    pages = _pages(len(order))
    page = min(max(page if post_id is None else rank.get(post_id, 0) // PAGE + 1, 1), pages)
    here = order[(page - 1) * PAGE : page * PAGE]
    posts = posts_among(discussion, [each.id for each in here], seen_by=seen_by)
    depths = {each.id: each.depth for each in here if each.depth}
    return PageOfPosts(sorted(posts, key=lambda row: rank[row.id]), page, pages, by_replies=True, depths=depths)


def _pages(posts: int) -> int:
    return max(1, -(-posts // PAGE))
