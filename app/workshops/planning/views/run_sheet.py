"""Setting the run sheet, and the templates that a network keeps."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.networks import queries as networks
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.planning.forms import NameForm, SheetForm
from app.workshops.planning.queries import saved_templates
from app.workshops.planning.services.run_sheet import drop_template, rename_template, save_template, set_run_sheet
from app.workshops.planning.views import questions
from app.workshops.policy import Permission


@blueprint.route(f"{ONE}/run-sheet", methods=["GET", "POST"])
@asks_once(questions.of_the_run_sheet)
def run_sheet(slug: str, number: int) -> ResponseReturnValue:
    where, form = workshop_at(slug, number), SheetForm()
    one = where.workshop
    require(actor(), Permission.CHANGE, where.seat)
    if request.method == "GET":
        form.fill_from(one.phases, one.version)

    def save() -> None:
        set_run_sheet(actor(), one, form.phases(), seen_version=form.page_version)
        if form.save_as.data:
            save_template(actor(), one, form.save_as.data, in_place=bool(form.in_place.data))

    if form.validate_on_submit() and form.succeeds(save, one):
        flash("Saved.", "done")
        return redirect(where.address, 303)
    return _page(where, form), form.status


@blueprint.route("/networks/<slug>/workshops/templates/<int:template_id>", methods=["GET", "POST"])
def saved_template(slug: str, template_id: int) -> ResponseReturnValue:
    """What a saved template holds, and its name to change."""
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.PLAN, network)
    saved = next((each for each in saved_templates(network, seen_by=actor()) if each.id == template_id), None)
    if saved is None:
        raise NotFound
    form = NameForm(title=saved.title)

    if form.validate_on_submit() and form.succeeds(
        lambda: rename_template(actor(), network, template_id, form.title.data or "")
    ):
        flash("Renamed.", "done")
        return redirect(url_for(".new", slug=slug), 303)
    return render_template("workshops/planning/template.html", network=network, saved=saved, form=form), form.status


@blueprint.post("/networks/<slug>/workshops/templates/<int:template_id>/drop")
@asks_once(questions.of_dropping_a_template)
def drop_saved_template(slug: str, template_id: int) -> ResponseReturnValue:
    drop_template(actor(), networks.network(slug, seen_by=actor()), template_id)
    flash(gettext("It is no longer among the templates. Workshops planned with it keep their phases."), "done")
    return redirect(url_for(".new", slug=slug), 303)


def _page(where: WorkshopContext, form: SheetForm) -> str:
    return render_template(
        "workshops/planning/run_sheet.html",
        network=where.network,
        workshop=where.workshop,
        address=where.address,
        form=form,
        saves=allowed(actor(), Permission.PLAN, where.network),
    )
