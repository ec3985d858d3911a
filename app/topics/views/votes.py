"""Casting a vote and taking it back: a button that works without a script and swaps itself with one.

The forms carry no form key, so nothing about a vote is kept beside the vote: sending one twice is harmless.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import queries, services
from app.topics.forms import TopicVoteForm
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.views._blueprint import blueprint, find_issue
from app.web.actor import actor
from app.web.page.fragments import wants_fragment
from app.web.serving.request_log import unlogged


@blueprint.post("/topics/<int:number>/vote")
@unlogged
def vote_for_topic(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    topic = queries.topic(network, number, seen_by=actor(), whole=False)
    _vote(topic)
    return _answer(network, topic, url_for("topics.topic", slug=slug, number=number))


@blueprint.post("/issues/<int:number>/vote")
@unlogged
def vote_for_issue(slug: str, number: int) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    _vote(issue)
    return _answer(network, issue, url_for("topics.issue", slug=slug, number=number))


def _vote(subject: TrickyTopic | AdditionalIssue) -> None:
    wish = request.form.get("wish")
    if not TopicVoteForm().validate_on_submit() or wish not in {"cast", "withdraw"}:
        raise Invalid(
            gettext("This button does not say whether to vote or to take a vote back."),
            help_text=gettext("Open the page again."),
        )
    if wish == "cast":
        services.cast_vote(actor(), subject)
    else:
        services.withdraw_vote(actor(), subject)


def _answer(network: LearningNetwork, subject: TrickyTopic | AdditionalIssue, page: str) -> ResponseReturnValue:
    if not wants_fragment():
        return redirect(_page_it_came_from(network) or page, 303)
    kind = "topic" if isinstance(subject, TrickyTopic) else "issue"
    ballot = queries.ballot(subject, seen_by=actor())
    shown = {"slug": network.slug, "kind": kind, "subject": subject, "ballot": ballot, "back": None}
    return render_template("topics/_vote.html", may_vote=True, csrf=generate_csrf(), **shown)


def _page_it_came_from(network: LearningNetwork) -> str:
    """The list, if the button stood in it."""
    lists = {"topics": "topics.topics", "issues": "topics.issues"}
    endpoint = lists.get(request.form.get("back", ""))
    return url_for(endpoint, slug=network.slug) if endpoint else ""
