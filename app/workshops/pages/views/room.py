"""The room: one page whose middle shows the present situation, and the steps of those who run it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.permissions import allowed, require
from app.networks import queries as networks
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.web.page.fragments import wants_fragment
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.lifecycle import WORKSHOP
from app.workshops.models import Phase
from app.workshops.pages.views import questions, steps
from app.workshops.pages.views.lobby import what_happens
from app.workshops.pages.views.situations import SITUATIONS
from app.workshops.pages.views.workshop import HAVE_A_PAGE
from app.workshops.pages.views.workshop import show as show_workshop
from app.workshops.policy import MOVES, Permission, runs_it, takes_part
from app.workshops.room.forms import RoomForm, WorkshopStepForm
from app.workshops.room.live.facilitator_presence import is_reconnecting
from app.workshops.room.live.views import stream_address
from app.workshops.room.queries import counts as read
from app.workshops.room.services import attendance, moves, phase_clock
from app.workshops.wording import STEP_SAID

#: Where people find what they are looking for when the room is not open.
ELSEWHERE = {"catch_up": "/board", "final_ballot": "/ballot", "closed": "/results", "published": "/write-up"}

STEPS: dict[str, steps.Step] = {
    **steps.STEPS,
    "next": lambda at, form: moves.move_room(actor(), at.workshop, "next", seen_version=form.page_version),
    "back": lambda at, form: moves.move_room(actor(), at.workshop, "back", seen_version=form.page_version),
    "jump": lambda at, form: moves.move_room(actor(), at.workshop, _named(form), seen_version=form.page_version),
    "extend": lambda at, form: phase_clock.extend(actor(), at.workshop, seen_version=form.page_version),
    "pause": lambda at, form: phase_clock.stop_clock(actor(), at.workshop, seen_version=form.page_version),
    "resume": lambda at, form: phase_clock.resume_clock(actor(), at.workshop, seen_version=form.page_version),
    "take-over": lambda at, form: attendance.take_over(actor(), at.workshop, seen_version=form.page_version),
    "ready": lambda at, form: attendance.set_ready(actor(), at.workshop, form.phase_ix),
    "not-ready": lambda at, form: attendance.set_ready(actor(), at.workshop, form.phase_ix, ready=False),
    "arrive": lambda at, _form: attendance.arrive(actor(), at.workshop),
}
#: Steps that take the person along to where the room is now.
MOVING = frozenset({"next", "back", "jump", "card-by-card"})


@blueprint.get(f"{ONE}/room")
def room(slug: str, number: int) -> ResponseReturnValue:
    return show_room(workshop_at(slug, number))


@blueprint.post(f"{ONE}/room/<name>")
@asks_once(questions.of_a_room_step)
def room_step(slug: str, number: int, name: str) -> ResponseReturnValue:
    """A step of the room. Pressed on a page that is out of date, it is not taken, and the room as it is is shown."""
    where, form = workshop_at(slug, number), RoomForm()
    if name not in STEPS:
        raise NotFound
    form.validate_on_submit()
    form.attempt(lambda: STEPS[name](where, form))
    if form.conflict or form.fault:
        return show_room(workshop_at(slug, number), faulty=form)
    viewed = "" if name in MOVING else request.args.get("phase", "")
    return redirect(f"{where.address}/room" + (f"?phase={viewed}" if names_a_row(viewed) else ""), 303)


@blueprint.post(f"{ONE}/steps/<verb>")
@asks_once(questions.of_a_move)
def step(slug: str, number: int, verb: str) -> ResponseReturnValue:
    """A move of the workshop; to the room if that opened it, else to the workshop's page. That also says why not."""
    where, form = workshop_at(slug, number), WorkshopStepForm()
    if verb in HAVE_A_PAGE:
        return redirect(f"{where.address}/{verb}", 303)
    if form.validate_on_submit():
        said, seen = form.reason.data or "", form.page_version
        try:
            moved = form.attempt(lambda: moves.step(actor(), where.workshop, verb, said, seen_version=seen))
        except Refused as refused:
            return show_workshop(workshop_at(slug, number), refused=refused)
        if moved:
            flash(STEP_SAID[verb], "done")
            return redirect(f"{where.address}/room" if moved.state == "live" else where.address, 303)
    wrong = form.conflict or form.fault or Invalid(gettext("The reason is too long."), form.errors)
    return show_workshop(workshop_at(slug, number), refused=wrong)


def show_room(where: WorkshopContext, faulty: RoomForm | None = None) -> ResponseReturnValue:
    """The page, or for the script only what may have changed in it."""
    require(actor(), Permission.READ_BOARD, where.seat)
    present, viewed = _phases(where)
    situation = where.workshop.state if viewed is None else viewed.kind
    if situation not in SITUATIONS:
        return redirect(where.address + ELSEWHERE.get(where.workshop.state, ""))
    template = "workshops/room/_live.html" if wants_fragment() else "workshops/room/room.html"
    values = SITUATIONS[situation](where) | _frame(where, present, viewed)
    page = render_template(
        template, **values | {"situation": situation, "faulty": faulty, "fragment": wants_fragment()}
    )
    return page, faulty.status if faulty else 200


def _phases(where: WorkshopContext) -> tuple[Phase | None, Phase | None]:
    """The phase the room is in, and the one that this reader looks at: an earlier one, or for those who run it any."""
    one, wanted = where.workshop, request.args.get("phase", "")
    if one.state != "live" or one.phase_ix is None:
        return None, None
    last = len(one.phases) - 1 if runs_it(actor(), where.seat) else one.phase_ix
    if names_a_row(wanted) and int(wanted) <= last:
        return one.phases[one.phase_ix], one.phases[int(wanted)]
    return one.phases[one.phase_ix], one.phases[one.phase_ix]


def _frame(where: WorkshopContext, present: Phase | None, viewed: Phase | None) -> dict[str, Any]:
    one, seat = where.workshop, where.seat
    return {
        "network": where.network,
        "workshop": one,
        "seat": seat,
        "address": where.address,
        "present": present,
        "viewed": viewed,
        "tally": read.room_counts(one, seen_by=actor(), seat=seat),
        "marks": read.own_marks(one, seen_by=actor()),
        "takes_part": takes_part(actor(), seat),
        "runs_it": runs_it(actor(), seat),
        "endings": [
            each for each in WORKSHOP.moves_from(one.state) if each.verb != "cancel" and _may(where, each.verb)
        ],
        "stream": stream_address(where),
        "what_happens": what_happens(one),
        "former": networks.former_names(where.network.id, seen_by=actor()),
        "press": RoomForm(formdata=None, version=str(one.version)),
        "reconnecting": is_reconnecting(one, seen_by=actor()),
        **steps.frame(where),
    }


def _may(where: WorkshopContext, verb: str) -> bool:
    return allowed(actor(), MOVES[verb], where.seat)


def _named(form: RoomForm) -> int:
    if form.phase_ix is None:
        raise Invalid(gettext("Say which phase."), {})
    return form.phase_ix
