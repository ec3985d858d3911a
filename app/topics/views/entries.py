"""The entries of the two lists. What one says is worked out once and kept: readers differ in few things only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.language.kept import kept_by_language
from app.core.text.words import weeks_in_words
from app.forums.reading import queries as reading
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.topics import due
from app.topics.lifecycle import VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.queries import IssueRow, TopicRow, VoteCount

#: Stands in a kept entry for the token of the session. All text is escaped, so nobody can write it.
_TOKEN = Markup("<token>")


def topic_entries(
    network: LearningNetwork, rows: Sequence[TopicRow], electorate: int, strips: Mapping[int, Markup], reader: Actor
) -> Markup:
    """The topics of one page; `strips` is what others show beside each."""
    votes, new = holds(reader, Capability.VOTE, network.id), _new_to(reader, rows)
    return _joined(
        [
            _topic(network.slug, row, electorate, strips[row.id], votes and row.state in VOTABLE_TOPIC, each)
            for row, each in zip(rows, new, strict=True)
        ]
    )


def issue_entries(
    network: LearningNetwork, rows: Sequence[IssueRow], electorate: int, strips: Mapping[int, Markup], reader: Actor
) -> Markup:
    """The issues of one page; `strips` is what others show beside each."""
    votes, today, new = holds(reader, Capability.VOTE, network.id), clock.today(), _new_to(reader, rows)
    return _joined(
        [
            _issue(network.slug, row, electorate, strips[row.id], votes and row.state in VOTABLE_ISSUE, today, each)
            for row, each in zip(rows, new, strict=True)
        ]
    )


def _new_to(reader: Actor, rows: Sequence[TopicRow | IssueRow]) -> list[str]:
    """How many posts are new to the reader in the discussion under each; "" where none is."""
    news = reading.news_of([row.discussion_id for row in rows], seen_by=reader)
    return [news[row.discussion_id].words if row.discussion_id in news else "" for row in rows]


def _joined(entries: Sequence[Sequence[str]]) -> Markup:
    token = str(Markup.escape(generate_csrf()))
    return Markup("".join(map(token.join, entries)))  # noqa: S704 -- rendered by templates


# Both follow from their arguments and from nothing else.
@kept_by_language(1024)
def _topic(slug: str, row: TopicRow, electorate: int, strip: Markup, may_vote: bool, new: str) -> Sequence[str]:
    weeks = None if row.week_from is None or row.week_to is None else weeks_in_words(row.week_from, row.week_to)
    return _pieces("topic", slug, row, electorate, strip=strip, may_vote=may_vote, weeks=weeks, new=new)


@kept_by_language(1024)
def _issue(
    slug: str, row: IssueRow, electorate: int, strip: Markup, may_vote: bool, today: date, new: str
) -> Sequence[str]:
    by = due.acknowledge_by(clock.local(row.created_at).date())
    late = {"due": by, "overdue": by < today}
    return _pieces("issue", slug, row, electorate, strip=strip, may_vote=may_vote, new=new, **late)


def _pieces(kind: str, slug: str, row: TopicRow | IssueRow, electorate: int, **shown: Any) -> Sequence[str]:
    """The entry in the pieces between which the token stands."""
    html = render_template(
        f"topics/_{kind}_entry.html",
        slug=slug,
        kind=kind,
        subject=row,
        ballot=VoteCount(row.vote_count, electorate, row.mine),
        csrf=_TOKEN,
        back=f"{kind}s",
        **shown,
    )
    return html.split(_TOKEN)
