"""The forums of a network, one forum, and starting a discussion in it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.permissions import allowed, require
from app.forums import queries, services
from app.forums.forms import StartForm
from app.forums.kinds import SLUGS
from app.forums.models import Discussion, Forum
from app.forums.policy import Permission
from app.forums.reading import queries as news
from app.forums.views.reading import links_to_news
from app.forums.views.routes import blueprint, find_forum
from app.forums.views.threads import voice_of
from app.networks import queries as networks
from app.networks.policy import may_post
from app.web.actor import actor
from app.web.serving.uploads import takes_files


@blueprint.get("/networks/<slug>/forums")
def forums(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    rows, new = queries.forums(network.id, seen_by=actor()), news.new_by_forum(network.id, seen_by=actor())
    return render_template(
        "forums/forums.html", network=network, forums=rows, slugs=SLUGS, new=new, may_start=may_post(actor(), network)
    )


@blueprint.get("/networks/<slug>/forums/<kind>")
def forum(slug: str, kind: str) -> ResponseReturnValue:
    """The forum's discussions, latest first; the pinned ones above them on its first page."""
    network, found = find_forum(slug, kind)
    after, unanswered = request.args.get("after"), request.args.get("show") == "unanswered"
    page = queries.discussions(found, seen_by=actor(), after=after, unanswered=unanswered)
    pinned = [] if after or unanswered else queries.pinned_discussions(found, seen_by=actor())
    rows = [*pinned, *page.rows]
    return render_template(
        "forums/forum.html",
        network=network,
        forum=found,
        kind=kind,
        rows=rows,
        **_beside(found, slug, {row.id: row.number for row in rows}),
        newest=max((row.last_visible_post_id or 0 for row in rows), default=0),
        next_after=page.next_after,
        after=after,
        unanswered=unanswered,
        may_start=allowed(actor(), Permission.START, found),
        moderates=allowed(actor(), Permission.MODERATE_DISCUSSION, found),
    )


def _beside(found: Forum, slug: str, numbers: dict[int, int]) -> dict[str, Any]:
    """What stands beside the discussions' rows: what is new to the reader, and who speaks."""
    new = news.news_of(numbers, seen_by=actor())
    people = queries.speakers(found, list(numbers), seen_by=actor())
    return {"news": links_to_news(slug, new, numbers), "people": people}


@blueprint.route("/networks/<slug>/forums/<kind>/start", methods=["GET", "POST"])
@takes_files
def start(slug: str, kind: str) -> ResponseReturnValue:
    network, found = find_forum(slug, kind)
    require(actor(), Permission.START, found)
    form = StartForm().asks_of(actor(), network.id)
    if form.may_go(network) and (discussion := form.attempt(lambda: _begin(form, found))):
        return redirect(url_for("forums.discussion", slug=slug, number=discussion.number), 303)
    voice = voice_of(actor(), network)
    page = render_template("forums/start.html", network=network, forum=found, kind=kind, form=form, voice=voice)
    return page, form.shown_as


def _begin(form: StartForm, found: Forum) -> Discussion:
    form.describe(found.network_id)
    return services.start_discussion(
        actor(),
        found,
        form.title.data or "",
        form.body.data or "",
        as_moderator=form.as_moderator.data,
        important=form.important.data,
    )
