"""Marking as read, by a page's script or by hand; and everything that is new in one list."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.forums import queries
from app.forums.kinds import SLUGS
from app.forums.models import Forum
from app.forums.reading import queries as news
from app.forums.reading import services, sweeping
from app.forums.reading.rows import News
from app.forums.views.articles import anchor
from app.forums.views.routes import blueprint, find_discussion, find_forum, find_post
from app.forums.views.threads import new_part_of
from app.networks import queries as networks
from app.web.actor import FOR_WHOM, actor
from app.web.page.fragments import wants_fragment
from app.web.page.redirects import own_path

#: Discussions in one page of the list; spans that one report may hold.
PAGE, MOST_SPANS = 30, 50


@blueprint.post("/networks/<slug>/discussions/<int:number>/read")
def mark_read(slug: str, number: int) -> ResponseReturnValue:
    """The fields `span` say which posts were seen, as "first-last" by their ids. A script is told what is new still."""
    network, found, _ = find_discussion(slug, number)
    for span in request.form.getlist("span")[:MOST_SPANS]:
        first, _, last = span.partition("-")
        if names_a_row(first) and names_a_row(last):
            services.mark_read(actor(), found, int(first), int(last))
    if FOR_WHOM in request.headers:
        counts = news.new_by_network(actor())
        return jsonify({"all": sum(counts.values()), "networks": {network.slug: counts.get(network.id, 0)}})
    otherwise = url_for("forums.forum", slug=slug, kind=SLUGS[found.forum.kind])
    return redirect(own_path(request.form.get("next"), otherwise), 303)


@blueprint.post("/networks/<slug>/posts/<int:post_id>/unread")
def mark_unread(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    services.mark_unread_from(actor(), found)
    flash(gettext("Post %(position)s and what follows it are new to you again.", position=found.position), "done")
    return redirect(url_for("forums.forum", slug=slug, kind=SLUGS[found.discussion.forum.kind]), 303)


@blueprint.post("/networks/<slug>/forums/<kind>/read")
def read_forum(slug: str, kind: str) -> ResponseReturnValue:
    _, found = find_forum(slug, kind)
    _read_all([found])
    return redirect(url_for("forums.forum", slug=slug, kind=kind), 303)


@blueprint.post("/networks/<slug>/read")
def read_network(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    _read_all(queries.forums_to_read(network.id, seen_by=actor()))
    return redirect(own_path(request.form.get("next"), url_for("networks.network", slug=slug)), 303)


def _read_all(forums: list[Forum]) -> None:
    """Up to the newest post that the page knew of: what came since stays new."""
    newest = request.form.get("newest", "")
    if names_a_row(newest):
        sweeping.read_all(actor(), forums, int(newest))


@blueprint.get("/networks/<slug>/discussions/<int:number>/new")
def new_in_place(slug: str, number: int) -> ResponseReturnValue:
    """What is new in it, for a page that shows it in place; whoever follows the address finds the discussion."""
    network, found, _ = find_discussion(slug, number)
    if not wants_fragment():
        return redirect(url_for("forums.discussion", slug=slug, number=number))
    return new_part_of(found, network, actor())


@blueprint.get("/networks/<slug>/new")
def whats_new(slug: str) -> ResponseReturnValue:
    """The discussions of the network with something new, wherever they stand."""
    network = networks.network(slug, seen_by=actor())
    before = request.args.get("before", "")
    found = news.new_discussions(
        actor(), PAGE + 1, network_id=network.id, before=int(before) if names_a_row(before) else None
    )
    rows = found[:PAGE]
    return render_template(
        "forums/new.html",
        network=network,
        rows=rows,
        links={row.id: link_to_news(row.slug, row.number, row.news) for row in rows},
        newest=max((row.last_visible_post_id for row in rows), default=0),
        before=before,
        next_before=rows[-1].last_visible_post_id if len(found) > PAGE else None,
    )


def links_to_news(slug: str, found: dict[int, News], numbers: dict[int, int]) -> dict[int, tuple[str, str]]:
    """For each discussion with something new: how much, and the address of the first of it."""
    return {key: (each.words, link_to_news(slug, numbers[key], each)) for key, each in found.items()}


def link_to_news(slug: str, number: int, found: News) -> str:
    """The address of the first post that is new in the discussion; if that is its very first, of its title."""
    address = f"/networks/{slug}/discussions/{number}"
    return anchor(address, found.first_id) if found.first_id else address


@blueprint.post("/account/reading")
def choose_reading() -> ResponseReturnValue:
    by_hand = request.form.get("by_hand") == "1"
    services.choose_reading(actor(), by_hand=by_hand)
    told = (
        gettext("Posts stay new until you mark them.")
        if by_hand
        else gettext("Posts are read as you scroll past them.")
    )
    flash(told, "done")
    return redirect(url_for("accounts.account"), 303)
