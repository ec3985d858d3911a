"""The posts of a page as HTML. Most pages show what they showed before, so an article is kept for the next reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from app.core.language.kept import kept_by_language
from app.forums.queries import PostRow

#: How many articles a process keeps, and how long their text may be: a few megabytes at most.
KEPT = 800
LONGEST_KEPT = 5_000


class Surroundings(NamedTuple):
    """What the articles of a page say beside their rows. Addresses are put together once, not for each post."""

    #: The address of their discussion's own page, which has them all.
    discussion: str
    posts_address: str
    #: What a post's number is put after to reply to it; "" for those who may not.
    reply_address: str
    steers: bool

    moderates: bool
    #: For a moderator: what a post's id is put after to take it and what follows into another discussion.
    split_address: str
    #: Stands before the names of posts, where those of several discussions are on one page.
    apart: str = ""

    def post_url(self, post_id: int) -> str:
        return anchor(self.discussion, post_id)


def anchor(address: str, post_id: int) -> str:
    """The address of a post at a page that shows its discussion; the page on which it stands is found when it is asked."""
    return f"{address}{'&' if '?' in address else '?'}post={post_id}#post-{post_id}"


def articles(
    rows: Sequence[PostRow],
    around: Surroundings,
    me: int | None,
    links: Mapping[int, Markup],
    actions: Mapping[int, Markup],
    before: Mapping[int, Markup],
    depths: Mapping[int, int] | None = None,
) -> Markup:
    """All of them, in order. `links` and `actions` are what other features add to a post, by its id; `before` is what
    stands above it; `depths` how far in it stands, where that is not 0.
    """
    none = Markup("")
    each = (
        str(before.get(row.id, ""))
        + (_article if len(row.html or "") > LONGEST_KEPT else _kept)(
            row, around, row.author_id == me, links.get(row.id, none), actions.get(row.id, none)
        )
        for row in rows
    )
    if depths:
        each = (_indented(article, depths.get(row.id, 0)) for row, article in zip(rows, each, strict=True))
    return Markup("".join(each))  # noqa: S704 -- a macro's output is escaped already


def _indented(article: str, depth: int) -> str:
    return f'<div class="indented indented--{depth}">{article}</div>' if depth else article


def _article(row: PostRow, around: Surroundings, own: bool, links: Markup, actions: Markup) -> str:
    macro = current_app.jinja_env.get_template("forums/_post.html").module.show_post  # type: ignore[attr-defined]
    return str(macro(row, around, own, links, actions))


# Never stale: the arguments are all that an article says, so an edit, a tombstone or another right is another key.
_kept = kept_by_language(KEPT)(_article)
