"""What the steps of a workshop would do, said before they are taken."""

from __future__ import annotations

from flask import request

from app.core.language.spoken import gettext, lazy_gettext, ngettext
from app.core.numbers import names_a_row
from app.core.permissions import allowed
from app.core.text.words import plural
from app.web.actor import actor
from app.web.page.asking import NOT_UNDONE, Question, is_current, said
from app.workshops.board.queries.board import board
from app.workshops.context import WorkshopContext, workshop_at
from app.workshops.lifecycle import WORKSHOP
from app.workshops.models import Part, Workshop
from app.workshops.participants import queries as participants
from app.workshops.participants.views.questions import letters
from app.workshops.phases import PhaseKind
from app.workshops.policy import MOVES, Permission
from app.workshops.voting.views.questions import ballots_in, is_early, sooner_than_told

CANCELLING = lazy_gettext("It can be cancelled, and those who were told are told that as well.")
REOPENING = lazy_gettext("The board can be opened again as a new round; the letters that were sent stay sent.")
WAYS_BACK = {
    "schedule": CANCELLING,
    "open_collecting": CANCELLING,
    "catch_up": NOT_UNDONE,
    "open_ballot": NOT_UNDONE,
    "close": REOPENING,
    "reopen": lazy_gettext("It is closed again like the first time."),
    "cancel": NOT_UNDONE,
}


def of_a_move(slug: str, number: int, verb: str) -> Question | None:
    """A move of the workshop, unless the view will refuse it and say why."""
    where = workshop_at(slug, number)
    move = next((each for each in WORKSHOP.moves_from(where.workshop.state) if each.verb == verb), None)
    if move is None or verb not in WAYS_BACK or not allowed(actor(), MOVES[verb], where.seat):
        return None
    if not is_current(where.workshop.version):
        return None
    if move.needs_reason and not said("reason"):
        return None
    return Question(
        f"{move.label}?",
        move.label,
        told(where, verb),
        WAYS_BACK[verb],
        "danger" if verb == "cancel" else "primary",
        about=where.workshop.title,
    )


def told(where: WorkshopContext, verb: str) -> list[str]:
    """What the move would do, each in a sentence."""
    return [*_told(where, verb), *_ended(where, verb)]


def _told(where: WorkshopContext, verb: str) -> list[str]:
    """Who hears of it: those who run a workshop see the list, so they are counted."""
    one, listed = where.workshop, participants.numbers(where.workshop, seen_by=actor())
    everybody = listed.listed - bool(where.seat.part)
    who_write = listed.invited - (where.seat.part not in {None, Part.OBSERVER})
    if verb == "schedule" or (verb == "cancel" and one.state != "draft"):
        return [letters(everybody)]
    if verb in {"open_collecting", "open_ballot"} or (verb == "close" and is_early(one)):
        return [letters(who_write)]
    if verb == "catch_up" and who_write > 0:
        return [
            ngettext(
                "%(count)s person read in their inbox that the board is open.",
                "%(count)s people read in their inbox that the board is open.",
                who_write,
            )
        ]
    return []


def _ended(where: WorkshopContext, verb: str) -> list[str]:
    one = where.workshop
    ends = (
        [gettext("The meeting ends for everybody; it is at “%(phase)s”.", phase=_phase(one))]
        if one.state == "live"
        else []
    )
    if verb == "cancel" and one.state == "live":
        return ends
    if verb == "open_ballot":
        return [*ends, *sooner_than_told(one), gettext("Cards can no longer be added."), *_alone(where)]
    if verb == "close":
        return [*ends, *sooner_than_told(one), *ballots_in(where)]
    return ends if verb == "catch_up" else []


def _phase(one: Workshop) -> str:
    return one.phases[one.phase_ix].title if one.phase_ix is not None else "its beginning"


def _alone(where: WorkshopContext) -> list[str]:
    if not allowed(actor(), Permission.READ_BOARD, where.seat):
        return []
    shown = board(where.workshop, actor(), seat=where.seat)
    alone = len(shown.loose) + len(shown.tray)
    each = plural(alone, "card stands alone and goes", "cards stand alone and go")
    return (
        [gettext("%(each)s on the ballot as %(alone)s.", each=each, alone="a theme" if alone == 1 else "themes")]
        if alone
        else []
    )


def of_a_room_step(slug: str, number: int, name: str) -> Question | None:
    """Going back behind a straw vote that was open makes it void."""
    where = workshop_at(slug, number)
    one, named = where.workshop, request.form.get("ix", "")
    if name not in {"back", "jump"} or one.phase_ix is None or not allowed(actor(), Permission.MOVE_ROOM, where.seat):
        return None
    if not is_current(one.version):
        return None
    to = one.phase_ix - 1 if name == "back" else int(named) if names_a_row(named) else one.phase_ix
    if not any(phase.kind == PhaseKind.VOTE and phase.opened_at for phase in one.phases[max(to, 0) + 1 :]):
        return None
    words = [gettext("The straw vote is void then, and is given anew. Nothing else is deleted.")]
    title = gettext("Go back to “%(phases)s”?", phases=one.phases[max(to, 0)].title)
    return Question(title, gettext("Go back"), words, kind="primary", about=one.title)
