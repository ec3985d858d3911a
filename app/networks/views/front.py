"""Pages of no network: what this is, for people who are not signed in; the keys; and where one can write."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms import SignInForm
from app.accounts.queries import nobody_yet
from app.accounts.set_up_key import has_set_up_key
from app.core.actor import NetworkLink
from app.networks import queries
from app.networks.views.routes import blueprint
from app.web.actor import actor, public
from app.web.page.fragments import wants_fragment
from app.web.page.panels import NavItem, collect


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    if actor().signed_in:
        return redirect(url_for("networks.home"))
    demo, settings = queries.demo_accounts(), current_app.extensions["settings"]
    return render_template(
        "front.html",
        sign_in_url=url_for("accounts.sign_in"),
        demo=demo or None,
        demo_password=settings.demo_password if demo else None,
        form=SignInForm() if demo else None,
        is_new=not demo and nobody_yet(),
        has_key=has_set_up_key(settings.data_dir),
    )


@blueprint.get("/keys")
@public
def keys() -> ResponseReturnValue:
    """The keys that lead about, as a page and as a sheet over another."""
    return (
        render_template("networks/_keys.html", sheet=True)
        if wants_fragment()
        else render_template("networks/keys.html")
    )


@blueprint.get("/write")
def write() -> ResponseReturnValue:
    """What the reader may write, network by network."""
    return render_template("networks/write.html", places=_ways(actor().places))


@blueprint.get("/networks/<slug>/write")
def write_here(slug: str) -> ResponseReturnValue:
    """What the reader may write in this network."""
    network = queries.network(slug, seen_by=actor())
    here = [place for place in actor().places if place.slug == slug]
    return render_template("networks/write.html", places=_ways(here), network=network)


def _ways(places: Sequence[NetworkLink]) -> list[tuple[str, list[NavItem]]]:
    found = [
        (f"{place.code} {place.title}", collect("networks.write", actor=actor(), network=place)) for place in places
    ]
    return [(name, ways) for name, ways in found if ways]
