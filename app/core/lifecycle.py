"""States and the allowed moves between them, as data; and taking one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.core.text.signs import stated


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
