"""The list of additional issues, an issue's page, raising one and changing its words."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.networks import queries as networks
from app.topics import queries, services
from app.topics.forms import IssueForm
from app.topics.lifecycle import ISSUE
from app.topics.models import IssueCategory
from app.topics.policy import Permission
from app.topics.views._blueprint import blueprint, find_issue
from app.topics.views._page import issue_page
from app.topics.views.entries import issue_entries
from app.topics.views.topics import counted_states, post_to_raise, quoted, text_of
from app.web.actor import actor
from app.web.page.panels import strips
from app.web.serving.uploads import takes_files

_CATEGORIES = [("", "Every category"), *((each.value, each.value.capitalize()) for each in IssueCategory)]


@blueprint.get("/issues")
def issues(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    chosen: dict[str, Any] = {"state": request.args.get("state", ""), "category": request.args.get("category", "")}
    page = queries.issues(network, seen_by=actor(), after=request.args.get("after"), **chosen)
    electorate = queries.electorate(network.id, seen_by=actor()) if page.rows else 0
    counts = queries.issue_states(network, seen_by=actor())
    beside = strips("topics.issues.strips", [row.id for row in page.rows], actor=actor(), network=network)
    return render_template(
        "topics/issues.html",
        network=network,
        entries=issue_entries(network, page.rows, electorate, beside, actor()),
        next_after=page.next_after,
        choices=[("", f"All ({sum(counts.values())})"), *counted_states(ISSUE, counts)],
        categories=_CATEGORIES,
        may_raise=allowed(actor(), Permission.RAISE_ISSUE, network),
        **chosen,
    )


@blueprint.get("/issues/<int:number>")
def issue(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    read = queries.issue_on_page(network, number, seen_by=actor())
    return render_template("topics/issue.html", **issue_page(network, read))


@blueprint.route("/issues/new", methods=["GET", "POST"])
@takes_files
def new_issue(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.RAISE_ISSUE, network)
    post = post_to_raise()
    form = IssueForm(data={"statement_md": quoted(post)}).asks_of(actor(), network.id)
    if not form.look.data and form.may_go(network):
        raised = form.publish(network, lambda: services.raise_issue(actor(), network, from_post=post, **_words(form)))
        if raised:
            flash(gettext("Raised. It will be acknowledged within ten working days."), "done")
            return redirect(url_for("topics.issue", slug=slug, number=raised.number), 303)
    similar = queries.similar(network, text_of(form), seen_by=actor())
    page = {"network": network, "form": form, "post": post, "similar": similar, "asked": form.look.data}
    return render_template("topics/raise_issue.html", **page), 200 if form.look.data else form.shown_as


@blueprint.route("/issues/<int:number>/edit", methods=["GET", "POST"])
@takes_files
def edit_issue(slug: str, number: int) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    require(actor(), Permission.EDIT_ISSUE, issue)
    form = IssueForm(obj=issue).asks_of(actor(), network.id, issue.statement_md)
    if form.may_go(network):
        saved = form.publish(
            network, lambda: services.edit_issue(actor(), issue, seen_version=form.seen_version, **_words(form)), issue
        )
        if saved:
            return redirect(url_for("topics.issue", slug=slug, number=number), 303)
    return render_template("topics/edit_issue.html", network=network, issue=issue, form=form), form.shown_as


def _words(form: IssueForm) -> dict[str, Any]:
    return {"title": form.title.data, "statement_md": form.statement_md.data, "category": form.category.data}
