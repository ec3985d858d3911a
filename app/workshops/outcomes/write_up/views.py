"""The write-up by sections, as a page and as a PDF, and publishing it."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

import log_lines
from app.core.documents import pdf
from app.core.errors import NotFound, Refused
from app.core.permissions import require
from app.web.actor import actor
from app.web.extensions import limiter
from app.web.page.asking import asks_once
from app.web.serving.uploads import takes_files
from app.workshops.context import ONE, blueprint, workshop_at
from app.workshops.outcomes.views import about_outcomes, themes_and_outcomes
from app.workshops.outcomes.write_up import questions, services
from app.workshops.outcomes.write_up.document import write_up_paper
from app.workshops.outcomes.write_up.forms import PublishForm, SectionForm
from app.workshops.outcomes.write_up.queries import write_up
from app.workshops.participants import queries as participants
from app.workshops.policy import Permission

log = log_lines.logger(__name__)

#: The version of a section that drafts itself: nobody has put it into words yet.
UNWRITTEN = 0


@blueprint.get(f"{ONE}/write-up")
def write_up_page(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    ways = [(each.title, f"#{each.name}") for each in sections]
    return render_template(
        "workshops/outcomes/write_up/write_up.html",
        **about_outcomes(where),
        sections=sections,
        ways=ways,
    )


@blueprint.get(f"{ONE}/write-up.pdf")
@limiter.limit("20 per minute")
def write_up_pdf(slug: str, number: int) -> ResponseReturnValue:
    """What the page says, set anew each time it is asked for: a section that was changed is changed here."""
    where = workshop_at(slug, number)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    try:
        made = pdf.as_pdf(write_up_paper(where, sections, actor()))
    except pdf.PdfFailed as fault:
        log.warning("a write-up could not be set as a PDF", why=type(fault.__cause__ or fault).__name__)
        raise Refused("The PDF could not be made.", "The page itself can be printed.") from fault
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-workshop-{number}-write-up.pdf"'
    return answer


@blueprint.route(f"{ONE}/write-up/<name>", methods=["GET", "POST"])
@takes_files
def section(slug: str, number: int, name: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.CONCLUDE, where.seat)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    one = next((each for each in sections if each.name == name), None)
    if one is None:
        raise NotFound
    form = SectionForm(body=one.text, version=str(one.version or UNWRITTEN))
    if form.asks_of(actor(), where.network.id, one.text).may_go(where.network) and form.publishes(
        where.network,
        lambda: services.edit_section(
            actor(), where.workshop, name, form.body.data or "", seen_version=form.page_version
        ),
    ):
        return redirect(f"{where.address}/write-up#{name}", 303)
    if form.conflict:
        form.now_seen(one.version or UNWRITTEN)
    values = about_outcomes(where) | {"section": one, "form": form}
    return render_template("workshops/outcomes/write_up/section.html", **values), form.shown_as


@blueprint.route(f"{ONE}/publish", methods=["GET", "POST"])
@asks_once(questions.of_publishing)
def publish(slug: str, number: int) -> ResponseReturnValue:
    """Who gets a letter is shown and confirmed before anything is sent."""
    where = workshop_at(slug, number)
    require(actor(), Permission.PUBLISH, where.seat)
    people = participants.people(where.workshop, seen_by=actor(), seat=where.seat)
    form = PublishForm(recipients=[each.person_id for each in people], version=str(where.workshop.version))
    form.offer(people)
    if form.validate_on_submit() and form.attempt(
        lambda: services.publish(
            actor(), where.workshop, confirmed=form.recipients.data or [], seen_version=form.page_version
        )
    ):
        flash("The write-up is published.", "done")
        return redirect(f"{where.address}/write-up", 303)
    sections = write_up(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    values = themes_and_outcomes(where) | {"form": form, "sections": sections}
    return render_template("workshops/outcomes/write_up/publish.html", **values), form.status
