"""The search page: over all of one's networks, or within one."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.search import queries
from app.search.sources import SOURCES
from app.search.upkeep import the_index
from app.web.actor import actor

blueprint = Blueprint("search", __name__, template_folder="templates")


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    return _answer(None)


@blueprint.get("/networks/<slug>/search")
def search_network(slug: str) -> ResponseReturnValue:
    return _answer(networks.network(slug, seen_by=actor()))


def _answer(network: LearningNetwork | None) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    kind = request.args.get("kind", "")
    page = request.args.get("page", 1, type=int)
    results = queries.search(the_index(), text, seen_by=actor(), network=network, kind=kind, page=page)
    here = {"network": network} if network is not None else {}
    found = [(each, address_of(each)) for each in results.found]
    shown = {
        "text": text,
        "kind": kind,
        "results": results,
        "found": found,
        "sources": SOURCES.values(),
        "within": network,
    }
    return render_template("search/search.html", **shown, **here)


def address_of(found: queries.Found) -> str:
    """Where the thing is."""
    if found.key.kind == "post":
        return url_for("forums.post", slug=found.slug, post_id=found.key.id)
    endpoint = {
        "topic": "topics.topic",
        "issue": "topics.issue",
        "intervention": "interventions.intervention",
        "action": "actions.action",
        "reply": "replies.reply",
    }[found.key.kind]
    return url_for(endpoint, slug=found.slug, number=found.row.number)
