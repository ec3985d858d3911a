"""The search page: over all of one's networks, or within one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.search import queries
from app.search.indexes.protocol import IndexDamaged
from app.search.sources import SOURCES
from app.search.upkeep import the_index
from app.web.actor import actor
from app.web.errors import answer

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
    try:
        results = queries.search(the_index(), text, seen_by=actor(), network=network, kind=kind, page=page)
    except IndexDamaged:
        mended = "The list of what can be found is being written anew, which takes a minute or two."
        return answer(503, mended, "Nothing that anybody wrote is lost. Try again in a moment.")
    here = {"network": network} if network is not None else {}
    found = list(_with_addresses(results.found))
    shown = {
        "text": text,
        "kind": kind,
        "results": results,
        "found": found,
        "sources": SOURCES.values(),
        "only_in": network,
    }
    return render_template("search/search.html", **shown, **here)


def _with_addresses(found: Sequence[queries.Found]) -> Iterator[tuple[Any, ...]]:
    """Each result, and where the thing is."""
    begins = {place: _begin_of_address(*place) for place in {(each.key.kind, each.slug) for each in found}}
    for each in found:
        number = each.key.id if each.key.kind == "post" else each.row.number
        yield *each, f"{begins[each.key.kind, each.slug]}{number}"


def _begin_of_address(kind: str, slug: str) -> str:
    """The address of a thing of this kind in the network, up to its number."""
    endpoint = {
        "topic": "topics.topic",
        "issue": "topics.issue",
        "intervention": "interventions.intervention",
        "action": "actions.action",
        "reply": "replies.reply",
    }.get(kind)
    address = url_for(endpoint, slug=slug, number=0) if endpoint else url_for("forums.post", slug=slug, post_id=0)
    return address.removesuffix("0")
