"""The loop of one topic or issue, derived from facts. Pure: nobody types a step, and none is stored.

`docs/explanation/how-the-loop-is-derived.md` says the same in words; change both together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.web.filters import age

#: The seven steps in order.
KEYS = ("raised", "discussed", "prioritised", "agreed", "live", "measured", "replied")

#: The words of a step that has happened or is to come, and of the step that is waited for.
TOPIC_WORDS = {
    "raised": ("Raised", "To be raised"),
    "discussed": ("Discussed", "To be discussed"),
    "prioritised": ("Prioritised", "To be prioritised"),
    "agreed": ("Intervention agreed", "Intervention to be agreed"),
    "live": ("Live", "To go live"),
    "measured": ("Measured", "To be measured"),
    "replied": ("Replied", "To be replied to"),
}

#: An issue is acknowledged and routed to an owner, where a topic is prioritised and gets an intervention.
ISSUE_WORDS = TOPIC_WORDS | {
    "prioritised": ("Acknowledged", "To be acknowledged"),
    "agreed": ("Routed to an owner", "To be routed to an owner"),
    "live": ("Acted on", "To be acted on"),
}


@dataclass(frozen=True)
class Facts:
    """What is known about one topic or issue. Each time is None until it has happened."""

    words: dict[str, tuple[str, str]]
    #: When each step happened; of those that have not, None or absent.
    at: dict[str, datetime | None]
    #: Whom each step would wait for, in words that end "waits for …".
    whom: dict[str, str]
    #: Steps that do not apply here: an issue without an intervention is not measured.
    not_applicable: frozenset[str] = frozenset()
    #: It ended here (declined, parked, merged, closed, answered for good): what has not happened is not needed.
    ended_at: datetime | None = None
    #: When the reply that is being prepared came to whom it waits for now.
    reply_since: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One node of the ribbon. `state` is done, present, ahead or skipped (not needed)."""

    key: str
    label: str
    state: str
    at: datetime | None = None
    age: str = ""
    waits_for: str | None = None


@dataclass(frozen=True)
class LoopStanding:
    """Where something stands: the seven steps, and of the present one since when and for whom it waits.

    `present` is None when the loop is closed.
    """

    steps: tuple[Step, ...] = field(default=())
    present: str | None = None
    since: datetime | None = None
    waits_for: str | None = None

    @property
    def closed(self) -> bool:
        return self.present is None


def standing_of(facts: Facts) -> LoopStanding:
    """The standing that follows from the facts."""
    before_reply = KEYS[:-1]
    furthest = max(place for place, key in enumerate(before_reply) if key == "raised" or facts.at.get(key))
    skipped = {
        key
        for place, key in enumerate(before_reply)
        if not facts.at.get(key) and (place < furthest or facts.ended_at is not None or key in facts.not_applicable)
    }
    missing = [key for key in KEYS if not facts.at.get(key) and key not in skipped]
    present = missing[0] if missing else None
    since = _since(facts, present)
    steps = tuple(_step(facts, key, present, since, skipped=key in skipped) for key in KEYS)
    return LoopStanding(steps, present, since, facts.whom.get(present) if present else None)


def _since(facts: Facts, present: str | None) -> datetime | None:
    if present is None:
        return None
    if present == "replied" and facts.reply_since is not None:
        return facts.reply_since
    happened = [moment for key, moment in facts.at.items() if moment is not None and key != "replied"]
    if present == "replied" and facts.ended_at is not None:
        happened.append(facts.ended_at)
    return max(happened)


def _step(facts: Facts, key: str, present: str | None, since: datetime | None, *, skipped: bool) -> Step:
    done, waiting = facts.words[key]
    if facts.at.get(key):
        return Step(key, done, "done", at=facts.at[key])
    if key == present:
        return Step(key, waiting, "present", age=age(since), waits_for=facts.whom.get(key))
    return Step(key, done, "skipped" if skipped else "ahead")
