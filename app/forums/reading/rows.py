"""What is new to a person as queries give it, and what was, kept for a while."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.forums.models import ForumKind

#: More than so many new posts of one discussion are not counted: "99+" is enough.
MOST = 99


class News(NamedTuple):
    """What is new to a person in one discussion: how many posts (at most MOST + 1), and which is the first."""

    posts: int
    #: The id of the first of them, or None if all of the discussion is new.
    first_id: int | None
    #: When they last read in it; None if never, or if they have only declared its whole forum read.
    since: datetime | None

    @property
    def words(self) -> str:
        return f"{MOST}+" if self.posts > MOST else str(self.posts)


class NewDiscussion(NamedTuple):
    """A discussion with something new. `title` is None where it is withheld from a researcher."""

    id: int
    code: str
    slug: str
    number: int
    forum: ForumKind
    title: str | None
    last_post_at: datetime
    last_by: str | None
    last_visible_post_id: int
    news: News


class Unread(NamedTuple):
    """What was new to a person, so that it can be so again: the marks and spans of each strand with something new."""

    marks: dict[int, int]
    #: Strand, first and last post.
    spans: list[tuple[int, int, int]]
