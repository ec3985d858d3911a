"""Slots: a feature shows itself on another's page without being imported by it.

Four kinds. `panel` joins HTML fragments for one subject; `strips` gives one fragment per row of a
list, in a fixed number of queries; `collect` gathers plain values (what waits for me); `counts` are
numbers for the header. Each shower is called with the actor and what the slot's page passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup

Shower = Callable[..., Any]
_slots: dict[str, list[tuple[int, Shower]]] = defaultdict(list)


def offer(slot: str, shower: Shower, *, order: int = 50) -> None:
    """Offer a fragment, a strip or values to a slot. Lower orders come first; offering twice changes nothing."""
    if all(known != shower for _, known in _slots[slot]):
        _slots[slot].append((order, shower))
        _slots[slot].sort(key=lambda entry: entry[0])


def panel(slot: str, **subject: Any) -> Markup:
    """All fragments offered to the slot, in order. A shower returns Markup, or None to stay silent."""
    return Markup("").join(part for _, shower in _slots[slot] if (part := shower(**subject)) is not None)


def strips(slot: str, ids: Iterable[int], **context: Any) -> dict[int, Markup]:
    """For each id the joined fragments of all showers; a shower returns {id: Markup}."""
    wanted = list(ids)
    joined: dict[int, Markup] = dict.fromkeys(wanted, Markup(""))
    for _, shower in _slots[slot]:
        found: Mapping[int, Markup] = shower(wanted, **context) if wanted else {}
        for row_id, part in found.items():
            joined[row_id] = joined[row_id] + part if joined.get(row_id) else part
    return joined


def collect(slot: str, **context: Any) -> list[Any]:
    """All values offered to the slot, in the order of the showers; a shower returns an iterable."""
    return [value for _, shower in _slots[slot] for value in shower(**context)]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person, for the home page (slot home.waiting). Oldest or soonest first."""

    title: str
    url: str
    network: str
    #: Why it is theirs: "You own this action".
    why: str
    since: datetime | None = None
    due_on: date | None = None
    #: What to do, as the words of a button: "Prioritise".
    label: str = "Open"
    #: Where that is done with one press of a form, which then leads back; "" where `url` asks for more.
    post: str = ""
    #: Somebody waits for an answer of this person; otherwise it is what their role owes.
    answers: bool = False
    #: What many of them are together: "topics to prioritise or park". Those with the same words can be one row.
    of_many: str = ""
    #: How many such things there are, where not all are given.
    of: int = 1


def urgency(item: Waiting) -> tuple[bool, datetime]:
    """What has a date first, soonest first; then what has waited longest."""
    if item.due_on is not None:
        return False, datetime(item.due_on.year, item.due_on.month, item.due_on.day, tzinfo=UTC)
    return True, item.since or datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class NavItem:
    """A way through the site in the frame of every page.

    Slots: networks.nav (a section; called with `network`), networks.write (what the reader may write there; called with
    the NetworkLink as `network`), frame.networks (the reader's networks), frame.links (beside Home), frame.account (the account menu), frame.public (for those not signed in), administration.ways (the
    administrator's pages), administration.person.ways (what else an administrator does with an account; called with `person`), accounts.ways (one's own account), accounts.first_steps (where the first administrator goes on).
    """

    label: str
    url: str
    #: How much there is new, beside it.
    new: int = 0
    #: A command such as signing out: the frame makes it a form, since a link must change nothing.
    post: bool = False
    #: In networks.nav, the word under which sections stand together; alone under it, or without one, it is a plain link.
    group: str = ""


@dataclass(frozen=True)
class WhereItStands:
    """Where a topic or an issue stands, for its page (slots topics.topic.standing and topics.issue.standing)."""

    #: For whom it waits and for how long by now; "" when it is over.
    sentence: str
    #: The loop, drawn.
    ribbon: Markup
    #: What the reader can do next on another page, if it waits for them.
    next_step: NavItem | None = None


@dataclass(frozen=True)
class SetUpStep:
    """A part of setting up a network that has not begun (slot networks.set_up.steps; called with `actor`, `network`)."""

    label: str
    url: str
    done: bool
    #: It may wait until the network has begun.
    optional: bool = False


@dataclass(frozen=True)
class HeaderCount:
    """A number beside a word in the header (slot header.counts)."""

    label: str
    count: int
    url: str
