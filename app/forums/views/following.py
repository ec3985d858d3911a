"""Choosing how much one hears of a discussion, a forum or a network: one form for all three."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.forums import services
from app.forums.following import queries
from app.forums.following.levels import default_level
from app.forums.following.queries import Place
from app.forums.models import Forum, Level
from app.forums.views.routes import blueprint, find_discussion, find_forum
from app.forums.views.threads import title_for
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.web.actor import actor
from app.web.page.redirects import own_path

#: What is chosen, in words, and what it means.
LEVELS = {
    Level.EVERYTHING: (
        "Everything",
        lazy_gettext("A line in your inbox for each new post; and mail, if you asked for it."),
    ),
    Level.REPLIES: (
        "Replies and mentions",
        lazy_gettext("A line in your inbox when somebody answers you or names you."),
    ),
    Level.DIGEST: ("Digest only", lazy_gettext("It counts as new, and your digest names it. Nothing else.")),
    Level.MUTE: ("Mute", lazy_gettext("It is not counted as new, and no mail names it. You can still read it.")),
}
#: In the form: as much as of what is around it.
AS_AROUND = "as-around"


@blueprint.route("/networks/<slug>/follow", methods=["GET", "POST"])
def follow_network(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    here = url_for("forums.forums", slug=slug)
    return _choose(network, network, f"The network of {network.module.code}", here)


@blueprint.route("/networks/<slug>/forums/<kind>/follow", methods=["GET", "POST"])
def follow_forum(slug: str, kind: str) -> ResponseReturnValue:
    network, found = find_forum(slug, kind)
    return _choose(network, found, found.kind.called, url_for("forums.forum", slug=slug, kind=kind))


@blueprint.route("/networks/<slug>/discussions/<int:number>/follow", methods=["GET", "POST"])
def follow_discussion(slug: str, number: int) -> ResponseReturnValue:
    network, found, _ = find_discussion(slug, number)
    return _choose(network, found, title_for(found, actor()), url_for("forums.discussion", slug=slug, number=number))


def _choose(network: LearningNetwork, place: Place, title: str, here: str) -> ResponseReturnValue:
    if request.method == "POST":
        level = _level(request.form.get("level", ""))
        services.follow(actor(), place, level, all_within="all_within" in request.form)
        flash(gettext("You hear of “%(title)s”: %(words)s.", title=title, words=_words(level)), "done")
        return redirect(own_path(request.form.get("next"), here), 303)
    chosen = queries.chosen(place, seen_by=actor())
    return render_template(
        "forums/follow.html",
        network=network,
        title=title,
        chosen=chosen,
        levels=LEVELS,
        around=LEVELS[chosen.around][0].lower(),
        as_around=AS_AROUND,
        follows_by_role=default_level(actor(), network.id) is Level.EVERYTHING,
        what="network" if place is network else "forum" if isinstance(place, Forum) else "discussion",
        next=own_path(request.args.get("next"), here),
    )


def _level(typed: str) -> Level | None:
    if typed == AS_AROUND:
        return None
    if typed not in {each.value for each in Level}:
        raise Invalid(gettext("Please choose how much you want to hear."))
    return Level(typed)


def _words(level: Level | None) -> str:
    return LEVELS[level][0].lower() if level else "as much as of what is around it"
