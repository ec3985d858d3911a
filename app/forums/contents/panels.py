"""Beside a long discussion: ways to what one comes for in it, and to its days or months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.text.words import day, month
from app.forums.contents import queries
from app.forums.contents.queries import DayOfPosts
from app.forums.models import Discussion
from app.networks.models import LearningNetwork
from app.web.page.fragments import fragment
from app.web.page.panels import collect

#: So many posts are seen at a glance: a discussion needs contents from the next on.
SHORT = 20
#: Of more days than these the months are listed.
MOST_DAYS = 10


class Span(NamedTuple):
    """A day or a month of a discussion: its words, its first post, how many there are."""

    words: str
    post_id: int
    posts: int


def contents(actor: Actor, discussion: Discussion, network: LearningNetwork, here: str, news: str) -> Markup | None:
    """`here` is the address of the page that shows the discussion, in the order that was chosen; `news` that of the first
    post that is new, or "".
    """
    if discussion.post_count <= SHORT:
        return None
    marks = collect("forums.discussion.landmarks", actor=actor, discussion=discussion, network=network)
    spans = list(spans_of(queries.days(discussion, seen_by=actor)))
    join = "&" if "?" in here else "?"
    return fragment("forums/_contents.html", landmarks=marks, spans=spans, news=news, start=f"{here}{join}post=")


def spans_of(days: Sequence[DayOfPosts]) -> Iterator[Span]:
    """The days, or their months where they are many."""
    if len(days) <= MOST_DAYS:
        yield from (Span(day(each.at), each.post_id, each.posts) for each in days)
        return
    for _, run in groupby(days, key=lambda each: (clock.local(each.at).year, clock.local(each.at).month)):
        of_month = list(run)
        yield Span(month(of_month[0].at), of_month[0].post_id, sum(each.posts for each in of_month))
