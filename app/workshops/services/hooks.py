"""What else happens when the room moves, without steering knowing who asked for it.

A hook runs in the transaction of the move, before the room's log is written, and may only write rows. Each gets the
workshop and the phase. Registering the same function again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from app.core.actor import Actor
from app.workshops.models import Phase, Workshop
from app.workshops.phases import PhaseKind

Hook = Callable[[Workshop, Phase], None]
_enter: dict[PhaseKind, list[Hook]] = defaultdict(list)
_leave: dict[PhaseKind, list[Hook]] = defaultdict(list)
_leave_back: dict[PhaseKind, list[Hook]] = defaultdict(list)
Check = Callable[[Actor, Workshop], None]
_checks: dict[str, list[Check]] = defaultdict(list)


def on_enter(kind: PhaseKind, hook: Hook) -> None:
    """When the room comes to a phase of this kind, from before or from behind.

    A jump enters the phase it lands in and none of those it skips: what must have happened by then (the shuffle before
    cards are shown) is registered for each kind that needs it, and does nothing the second time.
    """
    _add(_enter[kind], hook)


def on_leave(kind: PhaseKind, hook: Hook) -> None:
    """When the room goes on from a phase of this kind, or the meeting ends in it."""
    _add(_leave[kind], hook)


def on_leave_back(kind: PhaseKind, hook: Hook) -> None:
    """When the room goes back behind a phase of this kind that it had been in: what was decided there is void.

    Called for each such phase behind the one the room goes to, the last one first.
    """
    _add(_leave_back[kind], hook)


def before_step(verb: str, check: Check) -> None:
    """Ask before a move of the lifecycle is made. A check refuses by raising, and changes nothing."""
    if check not in _checks[verb]:
        _checks[verb].append(check)


def expect_step(verb: str, actor: Actor, workshop: Workshop) -> None:
    for check in _checks[verb]:
        check(actor, workshop)


def entered(workshop: Workshop, phase: Phase) -> None:
    _call(_enter, workshop, phase)


def left(workshop: Workshop, phase: Phase) -> None:
    _call(_leave, workshop, phase)


def left_back(workshop: Workshop, phase: Phase) -> None:
    _call(_leave_back, workshop, phase)


def _add(hooks: list[Hook], hook: Hook) -> None:
    if hook not in hooks:
        hooks.append(hook)


def _call(hooks: dict[PhaseKind, list[Hook]], workshop: Workshop, phase: Phase) -> None:
    for hook in hooks[PhaseKind(phase.kind)]:
        hook(workshop, phase)
