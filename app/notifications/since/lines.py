"""One line for each thing that something is new about, in the order in which it matters to this reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum

from app.forums.reading.queries import NewDiscussion
from app.forums.views.reading import link_to_news
from app.interventions.lifecycle import INTERVENTION
from app.notifications.readers.replies import WE_DID
from app.notifications.since.queries import Told
from app.topics.lifecycle import ISSUE, TOPIC


class Matters(IntEnum):
    """What a line is to its reader; the first stands first."""

    ANSWERS = 0
    MINE = 1
    DECISION = 2
    REST = 3

    @property
    def called(self) -> str:
        return ("Answers you", "Yours", "Decided", "")[self]


@dataclass(frozen=True)
class NewsLine:
    """What is new about one thing: posts, steps, or both."""

    #: Names the thing: its discussion, where it has one.
    about: str
    title: str
    url: str
    code: str
    matters: Matters
    at: datetime
    #: The newest of it in words.
    what: str
    #: The addresses of the parts that open in place.
    opens: tuple[str, ...] = ()
    #: How many new posts, in words; "" without.
    posts: str = ""
    #: How many steps.
    steps: int = 0
    #: What else is said of it, older than `what`.
    more: tuple[str, ...] = field(default=())


def lines(discussions: Iterable[tuple[NewDiscussion, bool]], told: Iterable[Told]) -> list[NewsLine]:
    """Answers to the reader first, then what is theirs, decisions, and the rest; within each the newest first."""
    found: dict[str, NewsLine] = {}
    lifted = set()
    for each in (*_of_posts(discussions), *_of_steps(told)):
        known = found.get(each.about)
        found[each.about] = _united(known, each) if known else each
    for one in told:
        if one.kind == "discussion":
            lifted.add(f"discussion:{one.discussion_id}")
    united = (replace(each, matters=_lifted(each)) if each.about in lifted else each for each in found.values())
    return sorted(united, key=lambda each: (each.matters, -each.at.timestamp()))


def _lifted(line: NewsLine) -> Matters:
    """What the reader was told of is something that they follow."""
    return min(line.matters, Matters.MINE)


def _united(first: NewsLine, other: NewsLine) -> NewsLine:
    newest, older = sorted((first, other), key=lambda each: each.at, reverse=True)
    named = first if first.posts else newest
    return replace(
        named,
        matters=min(first.matters, other.matters),
        at=newest.at,
        what=newest.what,
        opens=first.opens + other.opens,
        posts=first.posts or other.posts,
        steps=first.steps + other.steps,
        more=(*newest.more, older.what, *older.more),
    )


def _of_posts(discussions: Iterable[tuple[NewDiscussion, bool]]) -> Iterator[NewsLine]:
    for row, answers in discussions:
        yield NewsLine(
            about=f"discussion:{row.id}",
            title=row.title or "A discussion, withheld from research",
            url=link_to_news(row.slug, row.number, row.news),
            code=row.code,
            matters=Matters.ANSWERS if answers else Matters.REST,
            at=row.last_post_at,
            what=f"The latest by {row.last_by}" if row.last_by else row.forum.called,
            opens=(f"/networks/{row.slug}/discussions/{row.number}/new",),
            posts=row.news.words,
        )


def _of_steps(told: Iterable[Told]) -> Iterator[NewsLine]:
    for each in told:
        if each.title is None or each.kind == "discussion":
            continue
        yield NewsLine(
            about=f"discussion:{each.discussion_id}" if each.discussion_id else f"{each.kind}:{each.url}",
            title=each.title,
            url=each.url,
            code=each.code,
            matters=_matter(each),
            at=each.at,
            what=in_words(each),
            opens=(f"/since/told/{each.id}",),
            steps=each.events,
        )


def _matter(told: Told) -> Matters:
    if told.kind == "reply":
        return Matters.ANSWERS
    return Matters.DECISION if told.kind == "intervention" and not told.mine else Matters.MINE


def in_words(told: Told) -> str:
    """What happened, said beside the title of the thing."""
    state = str(told.facts.get("state", ""))
    match told.kind, told.what:
        case "reply", _:
            return f"You said, we did: {WE_DID[told.status][1]}" if told.status else "You said, we did"
        case "topic" | "issue", "raised":
            return "Raised from your post"
        case "topic", "merged":
            return "Merged into another; its votes went along"
        case "issue", "listed":
            return "Now on the list of additional issues"
        case "topic" | "issue", _:
            noun, states = ("Tricky Topic", TOPIC) if told.kind == "topic" else ("additional issue", ISSUE)
            whose = f"Your {noun}" if told.mine else f"A {noun} that you voted on"
            return f"{whose} is now “{states.states.get(state, state)}”"
        case "intervention", "decided":
            return f"It was {told.facts.get('decision', 'decided')}"
        case "intervention", "live":
            return "It is live"
        case "intervention", "outcome":
            return "Its outcome is recorded"
    return f"{'Your proposal' if told.mine else 'It'} is now “{INTERVENTION.states.get(state, state)}”"
