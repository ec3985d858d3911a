"""What operators mean to this reader: which people, networks, kinds, states and days, or the sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any, cast

from app.actions.lifecycle import ACTION
from app.core import clock
from app.core.actor import Actor
from app.forums.models import ForumKind
from app.interventions.lifecycle import INTERVENTION
from app.networks.models import ROLE_WORDS
from app.search.asking import people
from app.search.asking.operators import Typed, day
from app.search.candidates import Narrowed, kinds_for
from app.search.indexes.language import folded
from app.search.kinds.sources import SOURCES
from app.topics.lifecycle import ISSUE, TOPIC

_STATES = {
    **{folded(key.replace("_", " ")): key for each in (TOPIC, ISSUE, INTERVENTION, ACTION) for key in each.states},
    **{folded(words): key for each in (TOPIC, ISSUE, INTERVENTION, ACTION) for key, words in each.states.items()},
}
_KINDS = {folded(name): source.kind for source in SOURCES.values() for name in (source.noun, source.plural)} | {
    "topic": "topic",
    "issue": "issue",
    "block": "block",
    "example": "example",
    "card": "theme",
    "cards": "theme",
    "writeup": "write_up",
}
_ROLES = {folded(words): role for role, words in ROLE_WORDS.items()} | {
    "tutor": cast("Any", "al"),
    "team": cast("Any", "module team"),
}
_FORUMS = {folded(name): kind for kind in ForumKind for name in (kind.value, kind.called)}

Meant = tuple[dict[str, Any], str]


def of(typed: Typed, seen_by: Actor, networks: set[int]) -> tuple[Narrowed | None, list[str]]:
    """Where to look; None where nothing can be found, with the sentences that say why."""
    faults = list(typed.faults)
    values: dict[str, Any] = {}
    networks = networks & seen_by.roles.keys()
    for name, asked in typed.fields.items():
        if name == "network":
            networks &= _networks(asked, seen_by)
            fault = f"None of your networks is called “{asked[0]}”." if not _networks(asked, seen_by) else ""
        else:
            meant, fault = _MEANT[name](asked, seen_by)
            values |= meant
        if fault:
            faults.append(fault)
    if len(faults) > len(typed.faults):
        return None, faults
    operators = frozenset(typed.fields.keys() - {"network", "kind"})
    kinds = kinds_for(values.pop("kinds", SOURCES), operators)
    if not kinds:
        faults.append("Nothing that can be found has all of these: look for fewer of them at a time.")
        return None, faults
    return Narrowed(kinds, frozenset(networks), operators, values), faults


def _networks(asked: Iterable[str], seen_by: Actor) -> set[int]:
    wanted = {each.lower() for each in asked}
    return {each.id for each in seen_by.places if {each.slug.lower(), each.code.lower()} & wanted}


def _named(name: str, known: dict[str, Any], are: str) -> Callable[[tuple[str, ...], Actor], Meant]:
    """Words of a list, or the beginning of one."""

    def meant(asked: tuple[str, ...], _seen_by: Actor) -> Meant:
        found: list[Any] = []
        for each in asked:
            typed = folded(each.replace("-", " ").replace("_", " ")).strip()
            begun = [value for words, value in known.items() if words.startswith(typed)]
            found += [known[typed]] if typed in known else begun
        if found:
            return {f"{name}s": sorted(set(found))}, ""
        return {}, f"There is no {name} “{asked[0]}”. You can ask for {are}."

    return meant


def _author(asked: tuple[str, ...], seen_by: Actor) -> Meant:
    found = sorted({one for each in asked for one in people.ids_of(each, seen_by)})
    return ({"authors": found}, "") if found else ({}, f"Nobody in your networks is called “{asked[0]}”.")


def _week(asked: tuple[str, ...], _seen_by: Actor) -> Meant:
    return {"week": int(asked[0])}, ""


def _day(name: str) -> Callable[[tuple[str, ...], Actor], Meant]:
    def meant(asked: tuple[str, ...], _seen_by: Actor) -> Meant:
        typed = day(asked[0])
        return ({name: datetime.combine(typed, time(), clock.zone())} if typed else {}), ""

    return meant


def _flag(_asked: tuple[str, ...], _seen_by: Actor) -> Meant:
    return {}, ""


_MEANT: dict[str, Callable[[tuple[str, ...], Actor], Meant]] = {
    "author": _author,
    "role": _named("role", _ROLES, ", ".join(ROLE_WORDS.values())),
    "forum": _named("forum", _FORUMS, ", ".join(kind.called for kind in ForumKind)),
    "kind": _named("kind", _KINDS, ", ".join(source.plural for source in SOURCES.values())),
    "state": _named("state", _STATES, "what a topic, an issue, an intervention or an action is called to be in"),
    "week": _week,
    "before": _day("before"),
    "after": _day("after"),
    "unanswered": _flag,
    "picture": _flag,
}
