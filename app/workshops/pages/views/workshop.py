"""A workshop's own page: its state, the one thing to do next, the invitation, who takes part in numbers."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import DomainError
from app.core.language.spoken import gettext
from app.core.lifecycle import Move
from app.core.permissions import allowed
from app.networks import queries as networks
from app.web.actor import actor
from app.web.errors import STATUS, typed_text
from app.web.forms import PlainForm
from app.workshops.board.queries.clinic import topics_to_work_on
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.lifecycle import BOARD_IS_OPEN, WORKSHOP
from app.workshops.outcomes.queries import every_theme_has_an_outcome
from app.workshops.pages.next_step import Concluded, next_step
from app.workshops.pages.queries.own import own as own_part
from app.workshops.pages.views import questions
from app.workshops.participants import queries as participants
from app.workshops.participants.forms import AnswerForm
from app.workshops.participants.services import invitations
from app.workshops.phases import TEMPLATES
from app.workshops.policy import MOVES, Permission
from app.workshops.wording import PART_WORDS, lasting, length, stored_of, way_to_vote

#: Moves that are made on a page of their own, named like the move.
HAVE_A_PAGE = frozenset({"publish"})


@blueprint.get(ONE)
def workshop(slug: str, number: int) -> ResponseReturnValue:
    return show(workshop_at(slug, number))


@blueprint.post(f"{ONE}/answer")
def answer(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    form = AnswerForm(made_for=where.workshop.meeting)

    if form.validate_on_submit() and form.succeeds(
        lambda: invitations.answer(actor(), where.workshop, form.said, seen=form.seen)
    ):
        flash(gettext("Your answer is noted."), "done")
        return redirect(where.address, 303)
    form.made_anew()
    return show(where, form)


def show(
    where: WorkshopContext, faulty: AnswerForm | None = None, *, refused: DomainError | None = None
) -> ResponseReturnValue:
    """The page; with a form that was refused in its place, or why a move was not made and what was typed for it."""
    one, seat = where.workshop, where.seat
    status = STATUS[type(refused)] if refused else faulty.status if faulty else 200
    counted, own = participants.numbers(one, seen_by=actor()), own_part(one, seen_by=actor())
    runs = allowed(actor(), Permission.RUN, seat)
    said = own.answer.value if own.answer else None
    form = faulty or AnswerForm(formdata=None, answer=said, made_for=one.meeting)
    concluded = _concluded(where) if runs and one.state == "closed" else Concluded()
    step = next_step(one, seat.part, own, runs=runs, invited=counted.listed, now=clock.now(), concluded=concluded)
    page = render_template(
        "workshops/pages/workshop.html",
        network=where.network,
        workshop=one,
        seat=seat,
        address=where.address,
        next=step,
        moves=[each for each in _moves(where) if each.verb != step.step],
        numbers=counted,
        told={each.verb: questions.told(where, each.verb) for each in _moves(where) if each.needs_reason},
        own=own,
        form=form,
        plain=PlainForm(formdata=None),
        lifecycle=WORKSHOP,
        template=TEMPLATES.get(one.template),
        stored=stored_of(one.anonymity, counted.invited),
        part_words=PART_WORDS,
        length=length(one),
        lasting=lasting,
        way_to_vote=way_to_vote,
        board_is_open=one.state in BOARD_IS_OPEN,
        starts_from=topics_to_work_on(one, seen_by=actor()),
        former=networks.former_names(where.network.id, seen_by=actor()),
        Permission=Permission,
        refused=refused,
        typed=typed_text() if refused else [],
        status=status,
    )
    return page, status


def _concluded(where: WorkshopContext) -> Concluded:
    ended = every_theme_has_an_outcome(where.workshop, seen_by=actor(), seat=where.seat)
    return Concluded(ended, allowed(actor(), Permission.PUBLISH, where.seat))


def _moves(where: WorkshopContext) -> list[Move]:
    """The moves that are open now to this reader."""
    meets = bool(where.workshop.phases)
    return [
        each
        for each in WORKSHOP.moves_from(where.workshop.state)
        if each.verb not in HAVE_A_PAGE
        and (meets or each.verb != "start")
        and allowed(actor(), MOVES[each.verb], where.seat)
    ]
