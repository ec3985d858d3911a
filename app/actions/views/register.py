"""The register as a page and as a file."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actions import queries
from app.actions.export import as_csv, is_overdue
from app.actions.lifecycle import ACTION
from app.actions.policy import Permission
from app.actions.views.page import action_at, blueprint, show
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.interventions import queries as interventions
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import queries as topics
from app.web.actor import actor
from app.web.forms import new_form_key
from app.web.page.redirects import here


@blueprint.get("/networks/<slug>/actions", endpoint="register")
def register(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    shown, words, source = _shown(network)
    found = queries.register(network, shown, request.args.get("after"), seen_by=actor())
    return render_template(
        "actions/register.html",
        network=network,
        register=found,
        shown=shown,
        shows=queries.SHOWS,
        source_words=words,
        source=source,
        base=url_for(".register", slug=slug),
        in_row=(new_form_key, here()),
        csv_url=url_for(".register_csv", slug=slug, show=shown.show, **source),
        lifecycle=ACTION,
        is_overdue=is_overdue,
        former=networks.former_names(network.id, seen_by=actor()),
        Permission=Permission,
    )


@blueprint.get("/networks/<slug>/actions.csv")
def register_csv(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    shown, _, _ = _shown(network)
    rows, last_notes = queries.everything(network, shown, seen_by=actor())
    former = networks.former_names(network.id, seen_by=actor())
    answer = Response(as_csv(rows, last_notes, former), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{network.slug}-actions-{shown.show}.csv"'
    return answer


@blueprint.get("/networks/<slug>/actions/<int:number>")
def action(slug: str, number: int) -> ResponseReturnValue:
    return show(action_at(slug, number))


def _shown(network: LearningNetwork) -> tuple[queries.Shown, str, dict[str, Any]]:
    """What the address asks for, the source in words, and the source again for further addresses."""
    show = request.args.get("show", "open")
    if show not in queries.SHOWS:
        raise NotFound(gettext("There is no such filter."), gettext("Go back to the register and use its filters."))
    if names_a_row(number := request.args.get("intervention", "")):
        one = interventions.intervention(network, int(number), seen_by=actor())
        return queries.Shown(show, intervention_id=one.id), one.title, {"intervention": number}
    if names_a_row(number := request.args.get("topic", "")):
        topic = topics.topic(network, int(number), seen_by=actor(), whole=False)
        return queries.Shown(show, topic_id=topic.id), topic.title, {"topic": number}
    return queries.Shown(show), "", {}
