"""What happened to a topic or an issue: folded on its page, which fetches it, and a page of its own without a script."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.core.text import pictures
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import queries
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.views import _drawn as drawn
from app.topics.views._blueprint import blueprint, find_issue
from app.topics.words import history_line
from app.web.actor import actor
from app.web.page.fragments import wants_fragment
from app.web.page.panels import panel


@blueprint.get("/topics/<int:number>/history")
def topic_history(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    topic = queries.topic(network, number, seen_by=actor(), whole=False)
    origin = panel("topics.topic.history", actor=actor(), network=network, topic=topic)
    way = {"list_name": "Tricky Topics", "list_address": url_for("topics.topics", slug=slug)}
    return _shown(network, topic, origin, address=url_for("topics.topic", slug=slug, number=number), **way)


@blueprint.get("/issues/<int:number>/history")
def issue_history(slug: str, number: int) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    origin = panel("topics.issue.history", actor=actor(), network=network, issue=issue)
    way = {"list_name": "Additional issues", "list_address": url_for("topics.issues", slug=slug)}
    return _shown(network, issue, origin, address=url_for("topics.issue", slug=slug, number=number), **way)


def _shown(
    network: LearningNetwork, subject: TrickyTopic | AdditionalIssue, origin: Markup, **page: Any
) -> ResponseReturnValue:
    """Where it came from and each step, newest first; only that for the fold that asks for it."""
    history = _history("topic" if isinstance(subject, TrickyTopic) else "issue", subject)
    if wants_fragment():
        return origin + history
    return render_template(
        "topics/history.html", network=network, subject=subject, origin=origin, history=history, **page
    )


def _history(kind: str, subject: TrickyTopic | AdditionalIssue) -> Markup:
    names = networks.former_names(subject.network_id, seen_by=actor())
    return drawn.history(
        tuple(
            drawn.DrawnLine(
                step.at,
                pictures.in_words(history_line(kind, step.verb, step.before, step.after, step.reason)),
                names.get(step.who_id or 0, step.who),
                pictures.in_words(step.before or "") if step.verb == "reword" else None,
            )
            for step in queries.history(subject, seen_by=actor())
        )
    )
