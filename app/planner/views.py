"""The study planner of a module: read by all, kept by whoever runs the network or makes the module."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.documents.spreadsheet import as_csv
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries as networks
from app.networks.models import LearningNetwork, Presentation
from app.networks.views.steps import after_step
from app.planner import queries, services
from app.planner.activities import NAMES
from app.planner.chart import profile_chart
from app.planner.forms import PlannerForm
from app.planner.models import StudyPlanner
from app.planner.policy import Permission
from app.planner.profile import ActivityProfile, profile_of
from app.planner.table.checking import check
from app.planner.table.columns import HEADS
from app.planner.table.reading import ReadPlanner, read_planner
from app.planner.table.writing import as_text, table_rows
from app.web.actor import actor

blueprint = Blueprint("planner", __name__, template_folder="templates")


@blueprint.get("/networks/<slug>/planner")
def planner(slug: str) -> ResponseReturnValue:
    """One presentation's, by default that of the newest presentation which has one."""
    network = networks.network(slug, seen_by=actor())
    runs = networks.presentations(network.module_id, seen_by=actor())
    with_planner = queries.planned(network, seen_by=actor())
    shown = _chosen(runs, with_planner)
    found = queries.planner(shown.id, network, seen_by=actor()) if shown else None
    return render_template(
        "planner/planner.html",
        network=network,
        shown=shown,
        planned=[each for each in runs if each.id in with_planner],
        planner=found,
        Permission=Permission,
        **(_drawn(found, shown) if found and shown else {}),
    )


@blueprint.get("/networks/<slug>/planner.csv")
def planner_csv(slug: str) -> ResponseReturnValue:
    """The same table for a spreadsheet; what it holds can be pasted back."""
    network = networks.network(slug, seen_by=actor())
    found = queries.planner(request.args.get("presentation", 0, int), network, seen_by=actor())
    if found is None:
        raise NotFound
    headers = {"Content-Disposition": f"attachment; filename={network.slug}-study-planner.csv"}
    return Response(as_csv(HEADS, table_rows(found)), mimetype="text/csv", headers=headers)


@blueprint.route("/networks/<slug>/planner/change", methods=["GET", "POST"])
def change(slug: str) -> ResponseReturnValue:
    """The form; *Preview* shows what was read of it, and *Keep* keeps it."""
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.KEEP, network)
    runs = networks.presentations(network.module_id, seen_by=actor())
    if not runs:
        flash(gettext("A study planner belongs to a presentation: please type that first."), "problem")
        return redirect(url_for("networks.presentations", slug=slug), 303)
    form = _form(network, runs)
    sound = form.validate_on_submit() and form.succeeds(form.take_file_in)
    run = next((each for each in runs if each.id == form.presentation.data), runs[-1])
    read = _read(form, network, run) if sound else None
    keeps = request.form.get("step") == "keep"
    if read and keeps and _keep(form, network, run, read):
        return redirect(after_step(network, url_for("planner.planner", slug=slug)), 303)
    drawn = _drawn(read, run) if read else {}
    page = render_template("planner/change.html", network=network, form=form, read=read, run=run, heads=HEADS, **drawn)
    return page, form.status if keeps or form.errors else 200


def _form(network: LearningNetwork, runs: list[Presentation]) -> PlannerForm:
    form = PlannerForm()
    form.presentation.choices = {str(each.id): each.code for each in runs}
    if form.is_submitted():
        return form
    chosen = request.args.get("presentation", 0, int)
    form.presentation.data = chosen if chosen in {each.id for each in runs} else _likely(runs).id
    if found := queries.planner(form.presentation.data, network, seen_by=actor()):
        form.text.data, form.version.data = as_text(found), str(found.version)
    return form


def _likely(runs: list[Presentation]) -> Presentation:
    """The one that runs, or else the next to begin."""
    ends = [(each.starts_on + timedelta(weeks=each.weeks), each) for each in runs if each.starts_on]
    return next((each for end, each in ends if end > clock.today()), runs[-1])


def _read(form: PlannerForm, network: LearningNetwork, run: Presentation) -> ReadPlanner:
    read = read_planner(form.text.data or "", run.weeks)
    check(read, starts_on=run.starts_on, weeks=run.weeks, credits=network.module.credits)
    return read


def _keep(form: PlannerForm, network: LearningNetwork, run: Presentation, read: ReadPlanner) -> bool:
    if form.attempt(lambda: services.keep_planner(actor(), network, run, read, form.seen_version)):
        flash(gettext("The study planner of %(code)s is kept.", code=run.code), "done")
        return True
    if form.conflict and (now := queries.planner(run.id, network, seen_by=actor())):
        form.now_seen(now.version)
    return False


def _chosen(runs: list[Presentation], with_planner: set[int]) -> Presentation | None:
    wanted = request.args.get("presentation", 0, int)
    if wanted and wanted not in with_planner:
        raise NotFound
    candidates = [each for each in runs if each.id in with_planner and wanted in {0, each.id}]
    return candidates[-1] if candidates else None


def _drawn(what: StudyPlanner | ReadPlanner, run: Presentation) -> dict[str, Any]:
    profile: ActivityProfile = profile_of(what.rows, what.assignments, starts_on=run.starts_on, weeks=run.weeks)
    return {"names": NAMES, "profile": profile, "chart": profile_chart(profile, f"Activity profile of {run.code}")}
