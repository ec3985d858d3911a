"""Splitting, merging, putting several discussions in order, and the log from which each step is undone."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.numbers import names_a_row
from app.core.permissions import require
from app.core.text.markdown import brief
from app.forums.models import Discussion
from app.forums.moderation import queries, services
from app.forums.moderation.forms import MergeDiscussionForm, SplitForm
from app.forums.policy import Permission
from app.forums.text_limits import LONGEST_TITLE
from app.forums.views.routes import blueprint, find_discussion
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said
from app.web.page.redirects import own_path

#: How many letters of a first post make a title that may be left.
SUGGESTED = 70


@blueprint.route("/networks/<slug>/discussions/<int:number>/split", methods=["GET", "POST"])
def split(slug: str, number: int) -> ResponseReturnValue:
    """Choosing posts and where they go. What would happen stands above the button, and is counted again if the choice is
    another than what was counted.
    """
    network, found, _ = find_discussion(slug, number)
    require(actor(), Permission.MODERATE_DISCUSSION, found)
    rows = _to_choose(found)
    form = _split_form(found, rows)
    chosen = _chosen(found, rows, form)
    counted = ",".join(map(str, chosen)) + f">{form.into.data}"
    same = request.form.get("counted") == counted
    if same and form.validate_on_submit() and (target := form.attempt(lambda: _split(form, found, chosen))):
        flash("Done. In the log it can be undone for 30 days.", "done")
        return redirect(url_for("forums.discussion", slug=slug, number=target.number), 303)
    page = _split_page(network, found, form, rows, chosen, counted=counted, anew=request.method == "POST" and not same)
    return page, 200 if request.method == "GET" or not same else form.status


def _split_page(
    network: LearningNetwork,
    found: Discussion,
    form: SplitForm,
    rows: list[queries.Pick],
    chosen: list[int],
    **said_of_it: Any,
) -> str:
    told, fault = _told_of_split(form, found, chosen)
    return render_template(
        "forums/moderation/split.html",
        network=network,
        discussion=found,
        form=form,
        rows=rows[: queries.MOST_POSTS],
        more=len(rows) > queries.MOST_POSTS,
        chosen=set(chosen),
        since=request.values.get("from"),
        told=told,
        fault=fault,
        **said_of_it,
    )


def _to_choose(found: Discussion) -> list[queries.Pick]:
    """From a post on, if the address names one of the discussion."""
    named = request.values.get("from", "")
    everything = queries.posts_to_choose(found, seen_by=actor())
    if not names_a_row(named) or len(everything) <= queries.MOST_POSTS:
        return everything
    since = queries.post_of(found, int(named), seen_by=actor())
    return queries.posts_to_choose(found, seen_by=actor(), since=since)


def _split_form(found: Discussion, rows: list[queries.Pick]) -> SplitForm:
    named = request.values.get("from", "")
    first = next((row for row in rows if str(row.id) == named), None)
    words = brief(first.opening).split() if first and first.opening else []
    title = ""
    for word in words:
        if len(title) + len(word) >= min(SUGGESTED, LONGEST_TITLE):
            break
        title = f"{title} {word}".strip()
    form = SplitForm(data={"title": title, "into": "", "reason": "It is about something else."})
    others = queries.discussions_to_join(found, seen_by=actor())
    form.into.choices = {"": "None: a new one"} | {str(number): f"{title} ({number})" for number, title in others}
    return form


def _chosen(found: Discussion, rows: list[queries.Pick], form: SplitForm) -> list[int]:
    """The ticked posts in their order; at first, the one from which the reader came and all after it."""
    shown = rows[: queries.MOST_POSTS]
    if request.method == "GET":
        named = request.args.get("from", "")
        at = next((place for place, row in enumerate(shown) if str(row.id) == named), len(shown))
        return [row.id for row in shown[at:]]
    ticked = set(request.form.getlist("post"))
    chosen = [row.id for row in shown if str(row.id) in ticked]
    return chosen + (queries.later_posts(found, shown[-1], seen_by=actor()) if form.rest.data and shown else [])


def _split(form: SplitForm, found: Discussion, chosen: list[int]) -> Discussion:
    into = _joined(found, form.into.data)
    return services.split(actor(), found, chosen, title=form.title.data or "", into=into, reason=form.reason.data or "")


def _joined(found: Discussion, number: str | None) -> Discussion | None:
    if not number or not names_a_row(number):
        return None
    slug = (request.view_args or {})["slug"]
    return find_discussion(slug, int(number))[1] if int(number) != found.number else found


def _told_of_split(form: SplitForm, found: Discussion, chosen: list[int]) -> tuple[list[str], str]:
    """What would happen; or why it cannot."""
    if not chosen:
        return [], ""
    try:
        plan = services.plan_split(actor(), found, chosen, _joined(found, form.into.data))
    except Invalid as fault:
        return [], fault.message
    return plan.consequences(form.title.data or ""), ""


def _merging(slug: str, number: int) -> Question | None:
    _, found, _ = find_discussion(slug, number)
    require(actor(), Permission.MODERATE_DISCUSSION, found)
    into = _joined(found, request.form.get("into"))
    if into is None or not said("reason"):
        return None
    told = services.plan_merge(actor(), found, into).consequences()
    return Question("Merge these discussions?", "Merge", told, way_back=_FOR_30_DAYS, kind="primary", about=found.title)


_FOR_30_DAYS = "For 30 days the log of moderation can undo it."


@blueprint.route("/networks/<slug>/discussions/<int:number>/merge", methods=["GET", "POST"])
@asks_once(_merging)
def merge(slug: str, number: int) -> ResponseReturnValue:
    network, found, _ = find_discussion(slug, number)
    require(actor(), Permission.MODERATE_DISCUSSION, found)
    form = MergeDiscussionForm()
    others = queries.discussions_to_join(found, seen_by=actor())
    form.into.choices = {str(number): f"{title} ({number})" for number, title in others}
    if form.validate_on_submit() and (into := form.attempt(lambda: _merge(form, found))):
        flash("The discussions are one. In the log it can be undone for 30 days.", "done")
        return redirect(url_for("forums.discussion", slug=slug, number=into.number), 303)
    return render_template("forums/moderation/merge.html", network=network, discussion=found, form=form), form.status


def _merge(form: MergeDiscussionForm, found: Discussion) -> Discussion:
    into = _joined(found, form.into.data)
    if into is None:
        raise Invalid("Please choose a discussion.", {"into": ["Please choose a discussion."]})
    services.merge(actor(), found, into, reason=form.reason.data or "")
    return into


@blueprint.get("/networks/<slug>/moderation")
def moderation_log(slug: str) -> ResponseReturnValue:
    """What was done by moderators: all of it for them, and for a member what concerns their own words."""
    network = networks.network(slug, seen_by=actor())
    before = request.args.get("before", "")
    found = queries.log(network.id, seen_by=actor(), before=int(before) if names_a_row(before) else None)
    lines = found[: queries.PAGE]
    return render_template(
        "forums/moderation/log.html",
        network=network,
        lines=lines,
        before=before,
        next_before=lines[-1].id if len(found) > queries.PAGE else None,
        moderates=holds(actor(), Capability.MODERATE, network.id),
        undoable={line.id for line in lines if not line.undone and services.may_be_undone(line)},
    )


def _undoing(slug: str, operation_id: int) -> Question | None:
    network = networks.network(slug, seen_by=actor())
    found = queries.operation(network.id, operation_id, seen_by=actor())
    told = services.plan_undo(actor(), found)
    return Question("Undo this?", "Undo it", told, way_back="The log says that it was undone.", kind="primary")


@blueprint.post("/networks/<slug>/moderation/<int:operation_id>/undo")
@asks_once(_undoing)
def undo(slug: str, operation_id: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    services.undo(actor(), queries.operation(network.id, operation_id, seen_by=actor()))
    flash("It is undone.", "done")
    return redirect(own_path(request.form.get("next"), url_for("forums.moderation_log", slug=slug)), 303)
