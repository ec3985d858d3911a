"""Marking an answer, writing a summary, reading what it said before."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.forums.models import Discussion
from app.forums.policy import Permission
from app.forums.summing_up import queries, services
from app.forums.summing_up.forms import SummaryForm, SummaryReasonForm
from app.forums.summing_up.policy import SummingUp
from app.forums.views.posts import url_of
from app.forums.views.routes import blueprint, find_discussion, find_post
from app.forums.views.threads import title_for
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said


@blueprint.post("/networks/<slug>/posts/<int:post_id>/answer")
def mark_answer(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    services.mark_answer(actor(), found, answers=request.form.get("answers") == "1")
    return redirect(url_of(found, slug), 303)


@blueprint.route("/networks/<slug>/discussions/<int:number>/summary", methods=["GET", "POST"])
def summary(slug: str, number: int) -> ResponseReturnValue:
    """Write it, or write it anew; and what it said before."""
    network, found, _ = find_discussion(slug, number)
    require(actor(), Permission.READ_TITLE, found)
    written = queries.summaries(found, seen_by=actor())
    writes = allowed(actor(), SummingUp.SUMMARISE, found)
    form = SummaryForm(body=written[0].body_md if written else "", version=_version_of(written))
    if request.method == "POST":
        require(actor(), SummingUp.SUMMARISE, found)
    if writes and not form.previewing and form.validate_on_submit() and form.attempt(lambda: _save(form, found)):
        flash(gettext("The summary stands over the discussion now."), "done")
        return redirect(url_for("forums.discussion", slug=slug, number=number), 303)
    if form.conflict:
        form.version.data = _version_of(queries.summaries(found, seen_by=actor()))
    shown = {"network": network, "discussion": found, "title": title_for(found, actor()), "written": written}
    away = SummaryReasonForm(formdata=None) if allowed(actor(), Permission.MODERATE_DISCUSSION, found) else None
    page = render_template("forums/summary.html", form=form if writes else None, away=away, **shown)
    return page, 200 if form.previewing else form.status


def _version_of(written: Sequence[queries.WrittenSummary]) -> str:
    """The id of the latest, which a form of it carries: 0 where there is none."""
    return str(written[0].id if written else 0)


def _save(form: SummaryForm, found: Discussion) -> bool:
    services.write_summary(actor(), found, form.body.data or "", seen_id=form.page_version)
    return True


def _taking_away(slug: str, number: int) -> Question | None:
    _, found, _ = find_discussion(slug, number)
    if not said("reason") or not allowed(actor(), Permission.MODERATE_DISCUSSION, found):
        return None
    told = [gettext("The summary goes for good, with all that it said before. The posts stay as they are.")]
    return Question(gettext("Take this summary away?"), gettext("Take it away"), told, about=f"“{found.title}”")


@blueprint.post("/networks/<slug>/discussions/<int:number>/summary/away")
@asks_once(_taking_away)
def take_summary_away(slug: str, number: int) -> ResponseReturnValue:
    _, found, _ = find_discussion(slug, number)
    form = SummaryReasonForm()
    if form.validate_on_submit():
        services.take_summary_away(actor(), found, form.reason.data or "")
        flash(gettext("The summary is gone; the history says who took it away and why."), "done")
        return redirect(url_for("forums.discussion", slug=slug, number=number), 303)
    flash(gettext("Please say why."), "problem")
    return redirect(url_for("forums.summary", slug=slug, number=number), 303)
