"""One line for each thing that something is new about, in the order in which it matters to this reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum

from app.core.language.spoken import gettext, lazy_gettext
from app.forums.reading.rows import NewDiscussion
from app.forums.views.reading import link_to_news
from app.interventions.lifecycle import INTERVENTION
from app.notifications.since.queries import Told
from app.replies.models import ReplyStatus
from app.topics.lifecycle import ISSUE, TOPIC


class Matters(IntEnum):
    """What a line is to its reader; the first stands first."""

    ANSWERS = 0
    MINE = 1
    DECISION = 2
    REST = 3

    @property
    def called(self) -> str:
        return str(_CALLED[self])


_CALLED = (lazy_gettext("Answers you"), lazy_gettext("Yours"), lazy_gettext("Decided"), "")


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
    lifted: dict[str, Matters] = {}
    for each in (*_of_posts(discussions), *_of_steps(told)):
        known = found.get(each.about)
        found[each.about] = _united(known, each) if known else each
    for one in told:
        if one.kind in _ABOUT_DISCUSSIONS:
            about, matters = f"discussion:{one.discussion_id}", _matter(one)
            lifted[about] = min(lifted.get(about, matters), matters)
    united = (replace(each, matters=min(each.matters, lifted.get(each.about, each.matters))) for each in found.values())
    return sorted(united, key=lambda each: (each.matters, -each.at.timestamp()))


#: What these say of a discussion lifts its line: the reader follows it, or is named in it.
_ABOUT_DISCUSSIONS = ("discussion", "mention")


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
            title=row.title or gettext("A discussion, withheld from research"),
            url=link_to_news(row.slug, row.number, row.news),
            code=row.code,
            matters=Matters.ANSWERS if answers else Matters.REST,
            at=row.last_post_at,
            what=gettext("The latest by %(name)s", name=row.last_by) if row.last_by else row.forum.called,
            opens=(f"/networks/{row.slug}/discussions/{row.number}/new",),
            posts=row.news.words,
        )


def _of_steps(told: Iterable[Told]) -> Iterator[NewsLine]:
    for each in told:
        if each.title is None:
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
    if told.kind in {"reply", "mention"}:
        return Matters.ANSWERS
    return Matters.DECISION if told.kind == "intervention" and not told.mine else Matters.MINE


def in_words(told: Told) -> str:
    """What happened, said beside the title of the thing."""
    state = str(told.facts.get("state", ""))
    match told.kind, told.what:
        case "mention", _:
            return gettext("You are named in it")
        case "reply", _:
            return _answered(told.status)
        case "topic" | "issue", "raised":
            return gettext("Raised from your post")
        case "topic", "merged":
            return gettext("Merged into another; its votes went along")
        case "issue", "listed":
            return gettext("Now on the list of additional issues")
        case "topic", _:
            return _moved_topic(TOPIC.states.get(state, state), mine=bool(told.mine))
        case "issue", _:
            return _moved_issue(ISSUE.states.get(state, state), mine=bool(told.mine))
        case _, "decided":
            return gettext("The decision: %(decision)s", decision=str(told.facts.get("decision", "")))
        case _, "live":
            return gettext("It is live")
        case _, "outcome":
            return gettext("Its outcome is recorded")
    label = INTERVENTION.states.get(state, state)
    if told.mine:
        return gettext("Your proposal is now “%(state)s”", state=label)
    return gettext("It is now “%(state)s”", state=label)


def _moved_topic(state: str, *, mine: bool) -> str:
    if mine:
        return gettext("Your Tricky Topic is now “%(state)s”", state=state)
    return gettext("A Tricky Topic that you voted on is now “%(state)s”", state=state)


def _moved_issue(state: str, *, mine: bool) -> str:
    if mine:
        return gettext("Your additional issue is now “%(state)s”", state=state)
    return gettext("An additional issue that you voted on is now “%(state)s”", state=state)


def _answered(status: ReplyStatus | None) -> str:
    if status is ReplyStatus.DONE:
        return gettext("You said, we did: done")
    if status is ReplyStatus.IN_PROGRESS:
        return gettext("You said, we did: in progress")
    return gettext("You said, we did: no, because…")
