"""States and the allowed moves between them, as data; and taking one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.core.text.signs import stated

#: So long whoever took a step in passing may take it back.
TAKEN_BACK_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Move:
    """One arrow of a state diagram. `label` is the words on the button."""

    verb: str
    source: tuple[str, ...]
    target: str
    label: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """The state diagram of one kind of thing. `states` maps each state to its words for people."""

    noun: str
    initial: str
    states: Mapping[str, str]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        named = {state for move in self.moves for state in (*move.source, move.target)} | {self.initial}
        if unknown := named - set(self.states):
            raise ValueError(f"{self.noun}: unknown states {sorted(unknown)}")

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if state in move.source)

    def move(self, state: str, verb: str, reason: str = "") -> Move:
        """The move that `verb` makes from `state`; refused if there is none, or if a reason is missing."""
        for move in self.moves:
            if move.verb == verb and state in move.source:
                if move.needs_reason and not stated(reason):
                    raise Refused(
                        gettext(
                            "Please say why: a reason is needed to %(label)s%(label2)s.",
                            label=move.label[:1].lower(),
                            label2=move.label[1:],
                        )
                    )
                return move
        raise Refused(
            gettext(
                "This %(noun)s is “%(get)s”, so that step is not open now.",
                noun=self.noun,
                get=self.states.get(state, state),
            )
        )

    def label(self, state: str) -> str:
        return self.states[state]


def take_step(actor: Actor, subject: Any, lifecycle: Lifecycle, verb: str, reason: str = "", **also: Any) -> str:
    """Put the row into the state that the verb leads to, with since when, what `also` changes, and the record of it.

    The state it came from. Refused if the lifecycle has no such move now, or it lacks its reason. Permission was asked by
    the caller, who announces it as well.
    """
    move = lifecycle.move(subject.state, verb, reason)
    before, subject.state, subject.state_since = subject.state, move.target, clock.now()
    for name, value in also.items():
        setattr(subject, name, value)
    db.session.flush()  # a twin of this request must lose here, before anything is told
    audit.record(actor, verb, subject, before=before, after=move.target, reason=reason)
    return str(before)


def take_back(actor: Actor, subject: Any, lifecycle: Lifecycle, verb: str, **also: Any) -> datetime:
    """Put the row back to where it was before this step, as if it had waited there all the time; when the step was taken.

    Refused to anybody else, after ten minutes, and once anything else was done with it. The record keeps the step and its
    taking back. Permission was asked by the caller, who holds the row and announces it as well.
    """
    step = audit.latest(subject)
    if (
        step is None
        or (step.verb, step.actor_id, step.after) != (verb, actor.person_id, subject.state)
        or clock.now() >= step.at + TAKEN_BACK_WITHIN
    ):
        minutes = TAKEN_BACK_WITHIN // timedelta(minutes=1)
        raise Refused(
            f"This step on the {lifecycle.noun} can be taken back no more.",
            f"Whoever took a step can take it back for {minutes} minutes, while nothing else was done with it.",
        )
    before = str(step.before)
    since = audit.entered(subject, before, step) or subject.created_at
    subject.state, subject.state_since = before, since
    for name, value in also.items():
        setattr(subject, name, value)
    db.session.flush()  # a twin of this request must lose here, before anything is told
    audit.record(actor, "take_back", subject, before=step.after, after=before)
    return step.at
