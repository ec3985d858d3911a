"""The blueprint that the views share, and how they find what an address names."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, url_for

from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.web.actor import actor
from app.web.serving.request_log import unlogged
from app.workshops import queries
from app.workshops.models import Workshop
from app.workshops.policy import Seat

# Of none of its pages: each browser in a room asks again whenever somebody wrote a card or voted.
blueprint = unlogged(Blueprint("workshops", "app.workshops", template_folder="templates"))

#: The address of one workshop, as a route; what belongs to it goes on from there.
ONE = "/networks/<slug>/workshops/<int:number>"


@dataclass(frozen=True)
class WorkshopContext:
    """A workshop at its address, with the reader's seat in it."""

    network: LearningNetwork
    workshop: Workshop
    seat: Seat

    @property
    def address(self) -> str:
        return url_for("workshops.workshop", slug=self.network.slug, number=self.workshop.number)


def workshop_at(slug: str, number: int) -> WorkshopContext:
    """What the address names, or NotFound."""
    network = networks.network(slug, seen_by=actor())
    found = queries.workshop(network, number, seen_by=actor())
    return WorkshopContext(network, found, queries.seat_of(found, seen_by=actor()))
