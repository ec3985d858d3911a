"""Addresses and people that several listeners name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.core.db import db
from app.networks.models import LearningNetwork


def address(network_id: int, place: str) -> str:
    """A path on this site. Listeners know no Flask; the site's addresses are promised, so they are written out."""
    slug = db.session.execute(select(LearningNetwork.slug).where(LearningNetwork.id == network_id)).scalar_one()
    return f"/networks/{slug}/{place}"


def only(person_id: int | None) -> Select[Any]:
    """One person, as the audience of a notice; nobody if None."""
    return select(Person.id).where(Person.id == person_id)
