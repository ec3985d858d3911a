"""The JSON API, version 1: the same queries as the pages, behind a bearer token."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.analytics import queries as analytics
from app.api.auth import let_in
from app.api.description import describe
from app.api.parameters import mapping_from
from app.api.subjects import SERVED, subject_as_json
from app.networks import queries as networks
from app.topics import queries as topics
from app.web.actor import actor, public
from app.web.extensions import csrf

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(blueprint)


@blueprint.before_request
def _authenticate() -> ResponseReturnValue | None:
    return None if request.endpoint == "api.openapi" else let_in()


@blueprint.get("/networks/<slug>/topics/<int:number>/overlay")
@public
def topic_overlay(slug: str, number: int) -> ResponseReturnValue:
    """What the topic's page shows, as numbers."""
    network = networks.network(slug, seen_by=actor())
    topic = topics.topic_with_mapping(network, number, seen_by=actor())
    return analytics.topic_overlay(network, topic, seen_by=actor()).as_json()


@blueprint.get(f"/networks/<slug>/<any({', '.join(SERVED)}):which>/<int:number>")
@public
def subject(slug: str, which: str, number: int) -> ResponseReturnValue:
    """One Tricky Topic, issue, intervention, action or reply, and where it stands."""
    network = networks.network(slug, seen_by=actor())
    return subject_as_json(network, which, number, seen_by=actor())


@blueprint.get("/measures")
@public
def measures() -> ResponseReturnValue:
    """Any mapping of a module."""
    return analytics.any_measure(mapping_from(request.args), seen_by=actor()).as_json()


@blueprint.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """What this API offers, for programs."""
    return describe()
