"""The blueprint that the views share, and how they find what an address names."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.routing import RequestRedirect

from app.core.errors import NotFound
from app.forums import queries
from app.forums.models import Discussion, Forum, Level, Post
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.web.actor import actor

blueprint = Blueprint("forums", "app.forums", template_folder="templates")


def find_forum(slug: str, kind: str) -> tuple[LearningNetwork, Forum]:
    """The network and the forum at this address, or NotFound."""
    network = networks.network(slug, seen_by=actor())
    return network, queries.forum(network.id, kind, seen_by=actor())


def find_discussion(slug: str, number: int) -> tuple[LearningNetwork, Discussion, Level]:
    """The network, the discussion with its forum, and how much the reader hears of it; or NotFound.

    One that was merged into another leads there for ever.
    """
    network, found, level = queries.discussion(slug, number, seen_by=actor())
    if found.merged_into_id is not None:
        went = queries.where_it_went(found, seen_by=actor())
        # 308: what was typed into a page that was open before is not lost, it goes along.
        raise RequestRedirect(url_for(request.endpoint or "", **{**(request.view_args or {}), "number": went.number}))
    return network, found, level


def find_post(slug: str, post_id: int) -> tuple[LearningNetwork, Post]:
    """The network and a post of it whose words the reader may see, or NotFound."""
    network = networks.network(slug, seen_by=actor())
    post = queries.post(post_id, seen_by=actor())
    if post.network_id != network.id:
        raise NotFound
    return network, post


def name_of_author(network: LearningNetwork, post: Post) -> str:
    """The author's name, or their role if they left and asked for that."""
    return networks.former_names(network.id, seen_by=actor()).get(post.author_id, post.author.name)
