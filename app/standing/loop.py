"""The loop of one topic or issue as the seven steps of its ribbon, derived from facts. Pure: nobody types a step, and none
is stored. Whom the present step waits for is what `rules/` says, and nothing else.

`docs/explanation/how-the-loop-is-derived.md` says the same in words; change both together.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.core.language.spoken import gettext, lazy_gettext
from app.core.text.words import age
from app.standing.waits import Wait

#: The seven steps in order.
KEYS = ("raised", "discussed", "prioritised", "agreed", "live", "measured", "replied")

#: In that order, the words of a step that has happened or is to come, and of the step that is waited for.
TOPIC_WORDS = (
    (lazy_gettext("Raised"), lazy_gettext("To be raised")),
    (lazy_gettext("Discussed"), lazy_gettext("To be discussed")),
    (lazy_gettext("Prioritised"), lazy_gettext("To be prioritised")),
    (lazy_gettext("Intervention agreed"), lazy_gettext("Intervention to be agreed")),
    (lazy_gettext("Live"), lazy_gettext("To go live")),
    (lazy_gettext("Measured"), lazy_gettext("To be measured")),
    (lazy_gettext("Replied"), lazy_gettext("To be replied to")),
)

#: An issue is acknowledged and routed to an owner, where a topic is prioritised and gets an intervention.
ISSUE_WORDS = (
    *TOPIC_WORDS[:2],
    (lazy_gettext("Acknowledged"), lazy_gettext("To be acknowledged")),
    (lazy_gettext("Routed to an owner"), lazy_gettext("To be routed to an owner")),
    (lazy_gettext("Acted on"), lazy_gettext("To be acted on")),
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


class LoopFacts(NamedTuple):
    """What is known about one topic or issue."""

    words: tuple[tuple[str, str], ...]
    at: StepTimes
    #: The state in words, with its reason where it was ended by one: "declined".
    state: str
    #: Whom it waits for; None when it is over.
    wait: Wait | None
    #: The first step that the state leaves to be done: what comes before it has happened or was passed over.
    reached: str = "discussed"
    #: Steps that do not apply here: an issue without an intervention is not measured.
    not_applicable: frozenset[str] = frozenset()


class LoopStep(NamedTuple):
    """One node of the ribbon. `state` is done, present, ahead or skipped (not needed)."""

    key: str
    label: str
    state: str
    at: datetime | None = None
    waits_for: str | None = None
    #: How long the present step has waited: words that change with the clock, put in where it is drawn.
    age: str = ""


def waits_in_words(wait: Wait) -> str:
    """For whom something waits and how long by now: the one sentence, wherever it is said."""
    waited = age(wait.since)
    if not waited:
        return gettext("Waits for %(words)s.", words=wait.words)
    return gettext("Has waited %(waited)s for %(words)s.", waited=waited, words=wait.words)


class LoopStanding(NamedTuple):
    """Where something stands: its state in words, the seven steps, and whom it waits for, since when.

    `present` and `wait` are None when it is over.
    """

    steps: tuple[LoopStep, ...] = ()
    present: str | None = None
    state: str = ""
    wait: Wait | None = None

    @property
    def closed(self) -> bool:
        return self.wait is None

    @property
    def since(self) -> datetime | None:
        return self.wait.since if self.wait else None

    @property
    def waits_for(self) -> str | None:
        return self.wait.words if self.wait else None

    @property
    def age(self) -> str:
        """How long it has waited by now."""
        return age(self.since)

    @property
    def waiting(self) -> str:
        """For whom it waits, and how long by now; "" when it is over. Beside a badge that says the state."""
        return waits_in_words(self.wait) if self.wait else ""


def standing_of(facts: LoopFacts) -> LoopStanding:
    """The standing that follows from the facts. The clock is not asked, so it may be kept."""
    passed = KEYS.index(facts.reached)
    furthest = max(place for place, at in enumerate(facts.at[:-1]) if at)
    skipped = {
        key
        for place, (key, at) in enumerate(zip(KEYS, facts.at, strict=True))
        if not at and (place < max(furthest, passed) or facts.wait is None or key in facts.not_applicable)
    }
    missing = [key for key, at in zip(KEYS, facts.at, strict=True) if not at and key not in skipped]
    # What waits although its reply is out still has to be brought to its end: that is its last step.
    present = (missing or [KEYS[-1]])[0] if facts.wait else None
    steps = tuple(_step(facts, place, key, present, skipped) for place, key in enumerate(KEYS))
    return LoopStanding(steps, present, facts.state, facts.wait)


def _step(facts: LoopFacts, place: int, key: str, present: str | None, skipped: set[str]) -> LoopStep:
    (done, waiting), at = facts.words[place], facts.at[place]
    if key == present and facts.wait:
        return LoopStep(key, done if at else waiting, "present", waits_for=facts.wait.words)
    if at:
        return LoopStep(key, done, "done", at)
    return LoopStep(key, done, "skipped" if key in skipped else "ahead")
