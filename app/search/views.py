"""The search page: over all of one's networks, or within one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.forums.models import ForumKind
from app.networks import queries as networks
from app.networks.models import ROLE_WORDS, LearningNetwork
from app.search import queries, services
from app.search.asking import operators
from app.search.forms import RemoveSearchForm, SaveSearchForm
from app.search.kinds.sources import SOURCES
from app.search.upkeep import the_engine
from app.web.actor import actor
from app.web.page.asking import Question, asks_once

blueprint = Blueprint("search", __name__, template_folder="templates")


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    return _answer(None)


@blueprint.get("/networks/<slug>/search")
def search_network(slug: str) -> ResponseReturnValue:
    return _answer(networks.network(slug, seen_by=actor()))


#: What the form has a field for. Sent, it becomes a part of the one line that says all of it.
_FIELDS = (*operators.NAMES, *operators.FLAGS)


def _answer(network: LearningNetwork | None) -> ResponseReturnValue:
    said = request.args
    kind, by_date = said.get("kind", ""), said.get("order") == "date"
    if any(said.get(f"f_{name}") for name in _FIELDS) or "fields" in said:
        words = operators.read(said.get("words", "")).text
        line = operators.written(words, {name: said.get(f"f_{name}", "") for name in _FIELDS})
        return redirect(
            url_for(".search_network", slug=network.slug, q=line) if network else url_for(".search", q=line)
        )
    typed = operators.read(said.get("q", ""))
    here = {"network": network} if network is not None else {}
    page = said.get("page", 1, type=int)
    results = queries.search(
        the_engine(), typed, seen_by=actor(), network=network, kind=kind, by_date=by_date, page=page
    )
    shown = {
        "text": typed.text,
        "typed": typed,
        "kind": results.kind,
        "by_date": by_date,
        "results": results,
        "found": list(_with_addresses(results.found)),
        "people": results.people,
        "sources": SOURCES,
        "roles": ROLE_WORDS.values(),
        "forums": [each.called for each in ForumKind],
        "only_in": network,
        "saving": SaveSearchForm(formdata=None, data={"asked": typed.text, "slug": network.slug if network else ""}),
    }
    return render_template("search/search.html", **shown, **here)


@blueprint.route("/search/saved", methods=["GET", "POST"])
def saved() -> ResponseReturnValue:
    form = SaveSearchForm()
    network = networks.network(form.slug.data, seen_by=actor()) if form.slug.data else None
    said: dict[str, Any] = {
        "name": form.name.data or "",
        "asked": form.asked.data or "",
        "tells": bool(form.tells.data),
    }
    if form.validate_on_submit() and form.attempt(lambda: services.save_search(actor(), **said, network=network)):
        flash(gettext("The search is saved."), "done")
        return redirect(url_for(".saved"), 303)
    own = queries.saved_searches(seen_by=actor())
    return render_template("search/saved.html", form=form, own=own, remove=RemoveSearchForm()), form.status


@blueprint.get("/search/saved/<int:row_id>")
def ask_saved(row_id: int) -> ResponseReturnValue:
    """Ask it now, the newest first."""
    found = queries.saved_search(row_id, seen_by=actor())
    slug = next((each.slug for each in actor().places if each.id == found.network_id), None)
    if found.network_id is not None and slug is None:
        raise NotFound
    asked: dict[str, Any] = {"q": found.asked, "order": "date"}
    return redirect(url_for(".search_network", slug=slug, **asked) if slug else url_for(".search", **asked))


def _removing(row_id: int) -> Question:
    about = queries.saved_search(row_id, seen_by=actor()).name
    return Question(
        gettext("Remove this saved search?"),
        gettext("Remove it"),
        [gettext("It tells you nothing any more.")],
        about=about,
    )


@blueprint.post("/search/saved/<int:row_id>/remove")
@asks_once(_removing)
def remove_saved(row_id: int) -> ResponseReturnValue:
    found = queries.saved_search(row_id, seen_by=actor())
    if RemoveSearchForm().validate_on_submit():
        services.remove_search(actor(), found)
        flash(gettext("The saved search is removed."), "done")
    return redirect(url_for(".saved"), 303)


def _with_addresses(found: Sequence[queries.Found]) -> Iterator[tuple[Any, ...]]:
    """Each result, and where the thing is."""
    begins = {place: _begin_of_address(*place) for place in {(each.key.kind, each.slug) for each in found}}
    for each in found:
        kind, row = each.key.kind, each.row
        number = each.key.id if kind == "post" else row.number
        yield *each, f"{begins[kind, each.slug]}{number}{_ENDS.get(kind, '')}".replace("{id}", str(each.key.id))


#: Kind → what stands behind the number in its address.
_ENDS = {"block": "#block-{id}", "theme": "/board#theme-{id}", "write_up": "/write-up"}
_PAGES = {
    "topic": "topics.topic",
    "block": "topics.topic",
    "example": "topics.topic",
    "issue": "topics.issue",
    "intervention": "interventions.intervention",
    "action": "actions.action",
    "reply": "replies.reply",
    "theme": "workshops.workshop",
    "write_up": "workshops.workshop",
}


def _begin_of_address(kind: str, slug: str) -> str:
    """The address of a thing of this kind in the network, up to its number."""
    endpoint = _PAGES.get(kind)
    address = url_for(endpoint, slug=slug, number=0) if endpoint else url_for("forums.post", slug=slug, post_id=0)
    return address.removesuffix("0")
