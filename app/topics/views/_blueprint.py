"""The blueprint that the views share, and how they find what an address names."""

from __future__ import annotations

from flask import Blueprint

from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import queries
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.actor import actor

blueprint = Blueprint("topics", "app.topics", url_prefix="/networks/<slug>", template_folder="templates")


def find_topic(slug: str, number: int) -> tuple[LearningNetwork, TrickyTopic]:
    """The network and the topic with all its parts, or NotFound."""
    network = networks.network(slug, seen_by=actor())
    return network, queries.topic(network, number, seen_by=actor())


def find_issue(slug: str, number: int) -> tuple[LearningNetwork, AdditionalIssue]:
    """The network and the issue, or NotFound."""
    network = networks.network(slug, seen_by=actor())
    return network, queries.issue(network, number, seen_by=actor())
