"""What the steps of a workshop would do, said before they are taken."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from app.core import clock
from app.core.numbers import names_a_row
from app.core.permissions import allowed
from app.web.actor import actor
from app.web.asking import NOT_UNDONE, Question, said
from app.web.filters import day, moment, plural
from app.workshops.lifecycle import UNDER_WAY, WORKSHOP
from app.workshops.models import Part, Workshop
from app.workshops.phases import PhaseKind
from app.workshops.policy import MOVES, Permission
from app.workshops.queries import invited
from app.workshops.queries.board import board
from app.workshops.queries.polls import poll
from app.workshops.views.routes import Place, place

CANCELLING = "It can be cancelled, and those who were told are told that as well."
REOPENING = "The board can be opened again as a new round; the letters that were sent stay sent."
WAYS_BACK = {
    "schedule": CANCELLING,
    "open_collecting": CANCELLING,
    "catch_up": NOT_UNDONE,
    "open_ballot": NOT_UNDONE,
    "close": REOPENING,
    "reopen": "It is closed again like the first time.",
    "cancel": NOT_UNDONE,
}


def _is_current(stands: int, field: str = "version") -> bool:
    """Whether the form is of the page as it stands. If not, the view refuses it and says so: there is nothing to ask."""
    return request.form.get(field) == str(stands)


def of_a_move(slug: str, number: int, verb: str) -> Question | None:
    """A move of the workshop, unless the view will refuse it and say why."""
    where = place(slug, number)
    move = next((each for each in WORKSHOP.moves_from(where.workshop.state) if each.verb == verb), None)
    if move is None or verb not in WAYS_BACK or not allowed(actor(), MOVES[verb], where.seat):
        return None
    if not _is_current(where.workshop.version):
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


def told(where: Place, verb: str) -> list[str]:
    """What the move would do, each in a sentence."""
    return [*_told(where, verb), *_ended(where, verb)]


def _told(where: Place, verb: str) -> list[str]:
    """Who hears of it: those who run a workshop see the list, so they are counted."""
    one, listed = where.workshop, invited.numbers(where.workshop, seen_by=actor())
    everybody = listed.listed - bool(where.seat.part)
    who_write = listed.invited - (where.seat.part not in {None, Part.OBSERVER})
    if verb == "schedule" or (verb == "cancel" and one.state != "draft"):
        return [letters(everybody)]
    if verb in {"open_collecting", "open_ballot"} or (verb == "close" and _is_early(one)):
        return [letters(who_write)]
    if verb == "catch_up" and who_write > 0:
        return [f"{plural(who_write, 'person', 'people')} read in their inbox that the board is open."]
    return []


def letters(people: int) -> str:
    who = plural(people, "person gets", "people get")
    return f"{who} a letter now, unless they asked for none." if people > 0 else "Nobody else gets a letter."


def _ended(where: Place, verb: str) -> list[str]:
    one = where.workshop
    ends = [f"The meeting ends for everybody; it is at “{_phase(one)}”."] if one.state == "live" else []
    if verb == "cancel" and one.state == "live":
        return ends
    if verb == "open_ballot":
        return [*ends, *_early(one), "Cards can no longer be added.", *_alone(where)]
    if verb == "close":
        return [*ends, *_early(one), *_ballots(where)]
    return ends if verb == "catch_up" else []


def _phase(one: Workshop) -> str:
    return one.phases[one.phase_ix].title if one.phase_ix is not None else "its beginning"


def _is_early(one: Workshop) -> bool:
    return one.closes_at is not None and one.closes_at > clock.now()


def _early(one: Workshop) -> list[str]:
    """It was said until when people may add or vote."""
    if one.closes_at is None or not _is_early(one):
        return []
    left = one.closes_at - clock.now()
    sooner = plural(left.days, "day") if left >= timedelta(days=1) else plural(left.seconds // 3600 + 1, "hour")
    what = "vote" if one.state == "final_ballot" else "add"
    return [f"People were told that they can {what} until {moment(one.closes_at)}: this is {sooner} sooner."]


def _alone(where: Place) -> list[str]:
    if not allowed(actor(), Permission.READ_BOARD, where.seat):
        return []
    shown = board(where.workshop, actor(), seat=where.seat)
    alone = len(shown.loose) + len(shown.tray)
    each = plural(alone, "card stands alone and goes", "cards stand alone and go")
    return [f"{each} on the ballot as {'a theme' if alone == 1 else 'themes'}."] if alone else []


def _ballots(where: Place) -> list[str]:
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen is None or not seen.is_open:
        return []
    if seen.electorate is None:
        return ["The ballot ends."]
    return [f"The ballot ends with {seen.voted} of {plural(seen.electorate, 'ballot')} in."]


def of_a_room_step(slug: str, number: int, name: str) -> Question | None:
    """Going back behind a straw vote that was open makes it void."""
    where = place(slug, number)
    one, named = where.workshop, request.form.get("ix", "")
    if name not in {"back", "jump"} or one.phase_ix is None or not allowed(actor(), Permission.MOVE_ROOM, where.seat):
        return None
    if not _is_current(one.version):
        return None
    to = one.phase_ix - 1 if name == "back" else int(named) if names_a_row(named) else one.phase_ix
    if not any(phase.kind == PhaseKind.VOTE and phase.opened_at for phase in one.phases[max(to, 0) + 1 :]):
        return None
    words = ["The straw vote is void then, and is given anew. Nothing else is deleted."]
    title = f"Go back to “{one.phases[max(to, 0)].title}”?"
    return Question(title, "Go back", words, kind="primary", about=one.title)


def _is_told_of(where: Place) -> bool:
    """People know of it, so that what the reader changes is sent to them."""
    return where.workshop.state in UNDER_WAY and allowed(actor(), Permission.CHANGE, where.seat)


def of_inviting(slug: str, number: int) -> Question | None:
    """Whoever is put on the list of a workshop that people know of gets a letter at once."""
    where, people = place(slug, number), len(set(request.form.getlist("people")))
    roles = request.form.getlist("roles")
    if not _is_told_of(where) or not (people or roles):
        return None
    who = "Everybody with the roles that you ticked gets a letter now." if roles else letters(people)
    return Question(
        "Invite them?",
        "Invite them",
        [who],
        "They can be taken off the list, by another letter.",
        "primary",
        about=where.workshop.title,
    )


def of_uninviting(slug: str, number: int, **_person: int) -> Question | None:
    where = place(slug, number)
    if where.workshop.state == "draft" or not allowed(actor(), Permission.CHANGE, where.seat):
        return None
    words = ["The person gets a letter that says so."] if where.workshop.state in UNDER_WAY else []
    title, back = "Take this person off the list?", "They can be invited again."
    return Question(title, "Take off the list", words, back, about=where.workshop.title)


def of_changing(slug: str, number: int) -> Question | None:
    """A new time or another call goes to everybody who was invited."""
    where = place(slug, number)
    one, sent = where.workshop, request.form
    local = clock.local(one.starts_at) if one.starts_at else None
    was = (f"{local:%Y-%m-%d}", f"{local:%H:%M}", one.call_url or "") if local else ("", "", one.call_url or "")
    now = (sent.get("starts_on", ""), sent.get("starts_time", "")[:5], sent.get("call_url", "").strip())
    same_length = sent.get("minutes", "") in {"", str(one.minutes)}
    if not _is_told_of(where) or (was == now and same_length) or not _is_current(one.version):
        return None
    people = invited.numbers(one, seen_by=actor()).listed - bool(where.seat.part)
    words = [letters(people), "It holds a new calendar entry; a new time asks everybody again whether they can come."]
    return Question(
        "Change the time or the call?",
        "Change it",
        words,
        "It can be changed again, by another letter.",
        "primary",
        about=one.title,
    )


def of_the_run_sheet(slug: str, number: int) -> Question | None:
    """A meeting of another length is another calendar entry for everybody."""
    where = place(slug, number)
    one = where.workshop
    typed = [text.strip() for name, text in request.form.items() if name.endswith("_minutes") and text.strip()]
    if not all(map(names_a_row, typed)):
        return None  # the view says which is no number
    minutes = sum(map(int, typed))
    if not _is_told_of(where) or one.starts_at is None or minutes == one.minutes or not _is_current(one.version):
        return None
    people = invited.numbers(one, seen_by=actor()).listed - bool(where.seat.part)
    words = [
        f"The meeting of {day(one.starts_at)} is {minutes} minutes long instead of {one.minutes}.",
        letters(people),
    ]
    return Question(
        "Change the length of the meeting?",
        "Change it",
        words,
        "It can be changed again, by another letter.",
        "primary",
        about=one.title,
    )


def of_the_next_round(slug: str, number: int) -> Question | None:
    where = place(slug, number)
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen is None or not allowed(actor(), Permission.RUN, where.seat) or not _is_current(seen.round.number, "round"):
        return None
    words = [*_early(where.workshop), *_ballots(where)]
    title = "End the first round now?"
    return Question(title, "Open the second round", words, kind="primary", about=where.workshop.title)


def of_accepting_all(**_workshop: object) -> Question | None:
    proposals = len(set(request.form.getlist("seen")))
    if proposals < 2:
        return None
    words = [f"The cards of {proposals} proposals go where they are proposed."]
    return Question("Accept all of them?", "Accept all", words, UNDO, "primary")


#: How a step of grouping is taken back.
UNDO = "“Undo” above the board takes it back as a whole, until somebody else groups."


def of_merging(slug: str, number: int, theme_id: int) -> Question | None:
    where = place(slug, number)
    shown = (
        board(where.workshop, actor(), seat=where.seat).themes
        if allowed(actor(), Permission.READ_BOARD, where.seat)
        else ()
    )
    theme = next((each for each in shown if each.id == theme_id), None)
    if theme is None or not said("target") or not _is_current(theme.version):
        return None
    words = [
        f"{plural(len(theme.cards), 'card goes', 'cards go')} from “{theme.title}” into the other theme, and this one ends."
    ]
    return Question(f"Merge “{theme.title}”?", "Merge", words, UNDO, "primary")


def of_withdrawing(**_card: object) -> Question:
    return Question("Withdraw this card?", "Withdraw it", ["Its words are deleted."])


def of_publishing(slug: str, number: int) -> Question | None:
    where = place(slug, number)
    if not allowed(actor(), Permission.PUBLISH, where.seat) or not _is_current(where.workshop.version):
        return None
    people = len(set(request.form.getlist("recipients")))
    words = ["Every member of the network can read it then.", letters(people)]
    return Question("Publish the write-up?", "Publish it", words, kind="primary", about=where.workshop.title)


def of_dropping_a_template(**_template: object) -> Question:
    return Question("Drop this template?", "Drop it", ["Workshops planned with it keep their phases."])
