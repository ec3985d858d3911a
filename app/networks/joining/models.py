"""Links by which people ask to join a network, and what they ask."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Model, key, points_to, says_of_a_person
from app.core.personal_data import Erasure, Merging, Period, Personal
from app.networks.models import LearningNetwork, Role


class JoinLink(Model):
    """A link by which people ask to join. Its address is signed: whoever reads this table cannot make one."""

    __tablename__ = "join_link"

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    handle: Mapped[str] = mapped_column(unique=True)
    #: What whoever is let in becomes; never the chair.
    role: Mapped[Role]
    #: Whose addresses may ask, with a space between two; "" for any.
    domains: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("links to join that you made", facts=("role", "domains", "made_at", "ends_at"))
    )
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    network: Mapped[LearningNetwork] = relationship(lazy="raise_on_sql")

    @property
    def works(self) -> bool:
        return self.withdrawn_at is None and self.ends_at > clock.now()

    @property
    def open_to(self) -> list[str]:
        return self.domains.split()

    def takes(self, email: str) -> bool:
        """Whether whoever has this address may ask by it. A domain is meant alone, without those below it."""
        return not self.domains or email.rpartition("@")[2] in self.open_to


class JoinState(StrEnum):
    """How far a request to join is."""

    #: The address was typed by somebody who is not signed in; a letter asks whether it is theirs.
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class JoinRequest(Model):
    """Somebody who asks to join. Kept until some weeks after it was answered."""

    __tablename__ = "join_request"
    __table_args__ = (UniqueConstraint("link_id", "email"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    link_id: Mapped[int] = points_to("join_link.id", index=False)
    #: What the link in the letter names, signed.
    handle: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = says_of_a_person(
        Personal(
            "requests to join under your address",
            not_exported="it stands with the requests that you made, once you have shown that the address is yours",
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
        )
    )
    name: Mapped[str]
    #: Whose account it is, as far as somebody has shown that; None for whoever has none yet.
    person_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "requests to join that you made",
            facts=("email", "name", "state", "asked_at"),
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
            merging=Merging.MOVE,
        ),
    )
    state: Mapped[JoinState]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "requests to join that you answered", facts=("state", "decided_at"), words=("reason",), kept=Period.MOMENT
        ),
    )
    #: What somebody who was declined is told.
    reason: Mapped[str] = mapped_column(default="")
    link: Mapped[JoinLink] = relationship(lazy="raise_on_sql")
