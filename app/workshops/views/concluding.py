"""The end: an outcome for each theme, the write-up by sections, and publishing it."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.actions.queries import owners
from app.core import paper
from app.core.errors import NotFound, Refused
from app.core.permissions import allowed, require
from app.web.actor import actor
from app.web.asking import asks_once
from app.web.extensions import limiter
from app.workshops.cards_export import cards_csv
from app.workshops.ending_forms import EndingForm, PublishForm, SectionForm
from app.workshops.lifecycle import CONCLUDING, WORKSHOP
from app.workshops.making import others_make
from app.workshops.models import OutcomeKind
from app.workshops.policy import Permission
from app.workshops.queries import invited
from app.workshops.queries.board import ThemeView, board, themes_of
from app.workshops.queries.clinic import topic_named
from app.workshops.queries.endings import endings
from app.workshops.queries.write_up import write_up
from app.workshops.services import concluding
from app.workshops.views import asking, situations
from app.workshops.views._board import pen
from app.workshops.views._write_up_paper import write_up_paper
from app.workshops.views.routes import ONE, Place, blueprint, place
from app.workshops.words import weight

log = logging.getLogger(__name__)

#: The version of a section that drafts itself: nobody has put it into words yet.
UNWRITTEN = 0


@blueprint.get(f"{ONE}/outcomes")
def outcomes(slug: str, number: int) -> ResponseReturnValue:
    where = place(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    return render_template("workshops/outcomes.html", network=where.network, **_ends(where))


@blueprint.route(f"{ONE}/outcomes/<int:theme_id>", methods=["GET", "POST"])
def outcome(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where = place(slug, number)
    require(actor(), Permission.CONCLUDE, where.seat)
    theme = next(
        (each for each in themes_of(where.workshop, seen_by=actor(), seat=where.seat) if each.id == theme_id), None
    )
    if theme is None:
        raise NotFound
    form = _ending_form(where, theme)
    if form.validate_on_submit() and form.attempt(
        lambda: concluding.record_outcome(
            actor(), where.network, where.workshop, theme_id, form.ending(), seen=form.seen
        )
    ):
        flash("The outcome is recorded.", "done")
        return redirect(url_for("workshops.outcomes", slug=slug, number=number), 303)
    form.made_anew()
    page = render_template("workshops/outcome.html", network=where.network, **_common(where), theme=theme, form=form)
    return page, form.status


def _ending_form(where: Place, theme: ThemeView) -> EndingForm:
    earlier = endings(where.network, where.workshop, seen_by=actor(), seat=where.seat).get(theme.id)
    told = earlier.outcome.told if earlier else concluding.NOTHING_YET
    form = EndingForm(title=theme.title[: concluding.LONGEST_TITLE], made_for=told, **_of_clinic(where, theme.title))
    form.offer(owners(where.network, seen_by=actor()), others_make(actor(), where.network))
    return form


def _of_clinic(where: Place, title: str) -> dict[str, Any]:
    """A theme that a clinic started from becomes an intervention for its topic, unless somebody says otherwise."""
    number = topic_named(where.workshop, title, seen_by=actor())
    return {} if number is None else {"kind": OutcomeKind.INTERVENTION.value, "topic_number": number}


@blueprint.get(f"{ONE}/write-up")
def write_up_page(slug: str, number: int) -> ResponseReturnValue:
    where = place(slug, number)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    ways = [(each.title, f"#{each.name}") for each in sections]
    return render_template(
        "workshops/write_up.html", network=where.network, **_common(where), sections=sections, ways=ways
    )


@blueprint.get(f"{ONE}/write-up.pdf")
@limiter.limit("20 per minute")
def write_up_pdf(slug: str, number: int) -> ResponseReturnValue:
    """What the page says, set anew each time it is asked for: a section that was changed is changed here."""
    where = place(slug, number)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    try:
        made = paper.as_pdf(write_up_paper(where, sections))
    except paper.PaperFailed as fault:
        log.warning("no PDF of workshop %s: %s", where.workshop.id, fault)
        raise Refused("The PDF could not be made.", "The page itself can be printed.") from fault
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-workshop-{number}-write-up.pdf"'
    return answer


@blueprint.get(f"{ONE}/cards.csv")
def cards_as_csv(slug: str, number: int) -> ResponseReturnValue:
    """Every card that the board shows; before the reveal there is none."""
    where = place(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    made = cards_csv(where.workshop, board(where.workshop, seen_by=actor(), seat=where.seat))
    answer = Response(made, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-workshop-{number}-cards.csv"'
    return answer


@blueprint.route(f"{ONE}/write-up/<name>", methods=["GET", "POST"])
def section(slug: str, number: int, name: str) -> ResponseReturnValue:
    where = place(slug, number)
    require(actor(), Permission.CONCLUDE, where.seat)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    one = next((each for each in sections if each.name == name), None)
    if one is None:
        raise NotFound
    form = SectionForm(body=one.text, version=str(one.version or UNWRITTEN))
    if form.validate_on_submit() and form.attempt(
        lambda: concluding.edit_section(
            actor(), where.workshop, name, form.body.data or "", seen_version=form.page_version
        )
    ):
        return redirect(f"{where.address}/write-up#{name}", 303)
    if form.conflict:
        form.now_seen(one.version or UNWRITTEN)
    page = render_template("workshops/section.html", network=where.network, **_common(where), section=one, form=form)
    return page, form.status


@blueprint.route(f"{ONE}/publish", methods=["GET", "POST"])
@asks_once(asking.of_publishing)
def publish(slug: str, number: int) -> ResponseReturnValue:
    """Who gets a letter is shown and confirmed before anything is sent."""
    where = place(slug, number)
    require(actor(), Permission.PUBLISH, where.seat)
    people = invited.people(where.workshop, seen_by=actor(), seat=where.seat)
    form = PublishForm(recipients=[each.person_id for each in people], version=str(where.workshop.version))
    form.offer(people)
    if form.validate_on_submit() and form.attempt(
        lambda: concluding.publish(
            actor(), where.workshop, confirmed=form.recipients.data or [], seen_version=form.page_version
        )
    ):
        flash("The write-up is published.", "done")
        return redirect(f"{where.address}/write-up", 303)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    page = render_template(
        "workshops/publish.html", network=where.network, **_ends(where), form=form, sections=sections
    )
    return page, form.status


def _common(where: Place) -> dict[str, Any]:
    return {
        "workshop": where.workshop,
        "seat": where.seat,
        "address": where.address,
        "concluding": where.workshop.state in CONCLUDING,
        "concludes": allowed(actor(), Permission.CONCLUDE, where.seat),
        "publishes": allowed(actor(), Permission.PUBLISH, where.seat),
        "lifecycle": WORKSHOP,
        "weight": weight,
    }


def _ends(where: Place) -> dict[str, Any]:
    """The themes beside what became of each."""
    themes = themes_of(where.workshop, seen_by=actor(), pen=pen(where), seat=where.seat)
    ended = endings(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    return {**_common(where), "themes": themes, "ended": ended}


situations.register("commit", _ends)
situations.register("wrap", _ends)
