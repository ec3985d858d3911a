"""The loop of one topic or issue, derived from facts. Pure: nobody types a step, and none is stored.

`docs/explanation/how-the-loop-is-derived.md` says the same in words; change both together.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.core.text.words import age

#: The seven steps in order.
KEYS = ("raised", "discussed", "prioritised", "agreed", "live", "measured", "replied")

#: In that order, the words of a step that has happened or is to come, and of the step that is waited for.
TOPIC_WORDS = (
    ("Raised", "To be raised"),
    ("Discussed", "To be discussed"),
    ("Prioritised", "To be prioritised"),
    ("Intervention agreed", "Intervention to be agreed"),
    ("Live", "To go live"),
    ("Measured", "To be measured"),
    ("Replied", "To be replied to"),
)

#: An issue is acknowledged and routed to an owner, where a topic is prioritised and gets an intervention.
ISSUE_WORDS = (
    *TOPIC_WORDS[:2],
    ("Acknowledged", "To be acknowledged"),
    ("Routed to an owner", "To be routed to an owner"),
    ("Acted on", "To be acted on"),
    *TOPIC_WORDS[5:],
)


class StepTimes(NamedTuple):
    """When each step happened; None until it has. In the order of KEYS."""

    raised: datetime
    discussed: datetime | None = None
    prioritised: datetime | None = None
    agreed: datetime | None = None
    live: datetime | None = None
    measured: datetime | None = None
    replied: datetime | None = None


class WaitsFor(NamedTuple):
    """Whom each step would wait for, in words that end "waits for …". In the order of KEYS."""

    raised: str | None
    discussed: str
    prioritised: str
    agreed: str
    live: str
    measured: str
    replied: str


class LoopFacts(NamedTuple):
    """What is known about one topic or issue."""

    words: tuple[tuple[str, str], ...]
    at: StepTimes
    whom: WaitsFor
    #: Steps that do not apply here: an issue without an intervention is not measured.
    not_applicable: frozenset[str] = frozenset()
    #: It ended here (declined, parked, merged, closed, answered for good): what has not happened is not needed.
    ended_at: datetime | None = None
    #: When the reply that is being prepared came to whom it waits for now.
    reply_since: datetime | None = None


class LoopStep(NamedTuple):
    """One node of the ribbon. `state` is done, present, ahead or skipped (not needed)."""

    key: str
    label: str
    state: str
    at: datetime | None = None
    waits_for: str | None = None
    #: How long the present step has waited: words that change with the clock, put in where it is drawn.
    age: str = ""


class LoopStanding(NamedTuple):
    """Where something stands: the seven steps, and of the present one since when and for whom it waits.

    `present` is None when the loop is closed.
    """

    steps: tuple[LoopStep, ...] = ()
    present: str | None = None
    since: datetime | None = None
    waits_for: str | None = None

    @property
    def closed(self) -> bool:
        return self.present is None

    @property
    def age(self) -> str:
        """How long the present step has waited by now."""
        return age(self.since)


def standing_of(facts: LoopFacts) -> LoopStanding:
    """The standing that follows from the facts. The clock is not asked, so it may be kept."""
    furthest = max(place for place, at in enumerate(facts.at[:-1]) if at)
    skipped = {
        key
        for place, (key, at) in enumerate(zip(KEYS[:-1], facts.at, strict=False))
        if not at and (place < furthest or facts.ended_at is not None or key in facts.not_applicable)
    }
    missing = [key for key, at in zip(KEYS, facts.at, strict=True) if not at and key not in skipped]
    present = missing[0] if missing else None
    steps = tuple(_step(facts, place, key, present, skipped) for place, key in enumerate(KEYS))
    waits_for = getattr(facts.whom, present) if present else None
    return LoopStanding(steps, present, _since(facts, present), waits_for)


def _since(facts: LoopFacts, present: str | None) -> datetime | None:
    if present is None:
        return None
    if present == "replied" and facts.reply_since is not None:
        return facts.reply_since
    happened = [moment for moment in facts.at[:-1] if moment is not None]
    if present == "replied" and facts.ended_at is not None:
        happened.append(facts.ended_at)
    return max(happened)


def _step(facts: LoopFacts, place: int, key: str, present: str | None, skipped: set[str]) -> LoopStep:
    (done, waiting), at = facts.words[place], facts.at[place]
    if at:
        return LoopStep(key, done, "done", at)
    if key == present:
        return LoopStep(key, waiting, "present", waits_for=facts.whom[place])
    return LoopStep(key, done, "skipped" if key in skipped else "ahead")
