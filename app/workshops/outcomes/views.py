"""What becomes of each theme: the list, and the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.actions.queries import owners
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.web.actor import actor
from app.workshops.board.queries.board import ThemeView, themes_of
from app.workshops.board.queries.clinic import topic_named
from app.workshops.board.views.values import author_token
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.lifecycle import CONCLUDING, WORKSHOP
from app.workshops.models import OutcomeKind
from app.workshops.outcomes import services as concluding
from app.workshops.outcomes.creators import created_by_others
from app.workshops.outcomes.forms import OutcomeForm
from app.workshops.outcomes.queries import outcomes_of
from app.workshops.policy import Permission
from app.workshops.wording import weight


@blueprint.get(f"{ONE}/outcomes")
def outcomes(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    return render_template("workshops/outcomes/outcomes.html", **themes_and_outcomes(where))


@blueprint.route(f"{ONE}/outcomes/<int:theme_id>", methods=["GET", "POST"])
def outcome(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.CONCLUDE, where.seat)
    theme = _theme(where, theme_id)
    form = _ending_form(where, theme)
    if form.validate_on_submit() and form.attempt(
        lambda: concluding.record_outcome(
            actor(), where.network, where.workshop, theme_id, form.ending(), seen=form.seen
        )
    ):
        flash(gettext("The outcome is recorded."), "done")
        return redirect(url_for("workshops.outcomes", slug=slug, number=number), 303)
    form.made_anew()
    page = render_template("workshops/outcomes/outcome.html", **about_outcomes(where), theme=theme, form=form)
    return page, form.status


def _theme(where: WorkshopContext, theme_id: int) -> ThemeView:
    themes = themes_of(where.workshop, seen_by=actor(), seat=where.seat)
    found = next((each for each in themes if each.id == theme_id), None)
    if found is None:
        raise NotFound
    return found


def _ending_form(where: WorkshopContext, theme: ThemeView) -> OutcomeForm:
    earlier = outcomes_of(where.network, where.workshop, seen_by=actor(), seat=where.seat).get(theme.id)
    told = earlier.outcome.told if earlier else concluding.NOTHING_YET
    form = OutcomeForm(title=theme.title[: concluding.LONGEST_TITLE], made_for=told, **_of_clinic(where, theme.title))
    form.offer(owners(where.network, seen_by=actor()), created_by_others(actor(), where.network))
    return form


def _of_clinic(where: WorkshopContext, title: str) -> dict[str, Any]:
    """A theme that a clinic started from becomes an intervention for its topic, unless somebody says otherwise."""
    number = topic_named(where.workshop, title, seen_by=actor())
    return {} if number is None else {"kind": OutcomeKind.INTERVENTION.value, "topic_number": number}


def about_outcomes(where: WorkshopContext) -> dict[str, Any]:
    return {
        "network": where.network,
        "workshop": where.workshop,
        "seat": where.seat,
        "address": where.address,
        "concluding": where.workshop.state in CONCLUDING,
        "concludes": allowed(actor(), Permission.CONCLUDE, where.seat),
        "publishes": allowed(actor(), Permission.PUBLISH, where.seat),
        "lifecycle": WORKSHOP,
        "weight": weight,
    }


def themes_and_outcomes(where: WorkshopContext) -> dict[str, Any]:
    """The themes beside what became of each."""
    themes = themes_of(where.workshop, seen_by=actor(), author_token=author_token(where), seat=where.seat)
    ended = outcomes_of(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    return {**about_outcomes(where), "themes": themes, "ended": ended}
