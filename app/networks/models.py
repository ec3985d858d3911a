"""Modules, their presentations, the learning network of a module, its cycles and its members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Personal


class Role(StrEnum):
    """What a member is in one network. A person may hold several; none holds elsewhere."""

    AL = "al"
    MODULE_TEAM = "module team"
    CHAIR = "chair"
    MODERATOR = "moderator"
    STAFF_TUTOR = "staff tutor"
    ANALYST = "analyst"
    RESEARCHER = "researcher"
    SPONSOR = "sponsor"


#: A role in a sentence: "you are invited as AL".
ROLE_WORDS = {role: "AL" if role is Role.AL else role.value for role in Role}

#: What the history calls an invitation that no role in the network allowed: the members' page lists these for ever.
BY_ADMINISTRATOR = "invite as administrator"
#: What the history calls that which sent an invitation.
SENT_A_LETTER = ("invite", "invite again", BY_ADMINISTRATOR)
#: Whoever was sent one is sent none again for so long.
PAUSE = timedelta(days=1)


def role_words(held: Collection[str]) -> str:
    """The roles of one person in one network, always in the same order."""
    return ", ".join(words for role, words in ROLE_WORDS.items() if role in held)


class Consent(StrEnum):
    """Whether a member's words may be read for research."""

    NONE = "none"
    FORUM = "forum"
    FORUM_AND_WORKSHOP = "forum and workshop"


#: Which consents let the words of forums be read, and which those of workshops: cards, notes, what is drafted from them.
IN_FORUMS = frozenset({Consent.FORUM, Consent.FORUM_AND_WORKSHOP})
IN_WORKSHOPS = frozenset({Consent.FORUM_AND_WORKSHOP})


class Module(Model):
    __tablename__ = "module"

    id: Mapped[key]
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    credits: Mapped[int | None]
    level: Mapped[int | None]

    @property
    def named(self) -> str:
        """As letters name it: S215 Chemistry: essential concepts."""
        return f"{self.code} {self.title}"


class Presentation(Model):
    """One run of a module: 17J began in October 2017."""

    __tablename__ = "presentation"
    __table_args__ = (UniqueConstraint("module_id", "code"),)

    id: Mapped[key]
    module_id: Mapped[int] = points_to("module.id", index=False)
    #: As the source writes it: 17J here, 2014J in OULAD.
    code: Mapped[str]
    #: None where the source does not say (OULAD gives no calendar dates).
    starts_on: Mapped[date | None]
    weeks: Mapped[int]
    #: As long as a dataset says it ran; None until one has come. What people typed stays in `weeks`.
    weeks_in_data: Mapped[int | None]
    #: What people called it before a dataset came that calls it otherwise: 14J for 2014J. "" where nothing changed.
    typed_code: Mapped[str] = mapped_column(default="", server_default="")
    module: Mapped[Module] = relationship(lazy="raise_on_sql")


class LearningNetwork(Model):
    __tablename__ = "learning_network"

    id: Mapped[key]
    module_id: Mapped[int] = points_to("module.id", unique=True, index=False)
    #: In every address of the network: s215.
    slug: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    code_of_conduct_md: Mapped[str] = mapped_column(default="")
    code_of_conduct_html: Mapped[str] = mapped_column(default="")
    sponsor_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("networks that you sponsor", place=("purpose",), erasure=Erasure.CLEAR)
    )
    #: The three responsibilities that the Jisc code of practice keeps apart.
    data_responsible_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("networks whose data you answer for", place=("purpose",), erasure=Erasure.CLEAR)
    )
    analytics_responsible_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal("networks whose analytics you answer for", place=("purpose",), erasure=Erasure.CLEAR),
    )
    interventions_responsible_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal("networks whose interventions you answer for", place=("purpose",), erasure=Erasure.CLEAR),
    )
    state: Mapped[str] = mapped_column(default="draft")
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]
    #: Everything in it is invented; said wherever it is shown.
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    module: Mapped[Module] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def network_id(self) -> int:
        """A network is its own subject in the permission table."""
        return self.id


class Cycle(Model):
    """One pass round the loop, from a baseline presentation to a target presentation."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    number: Mapped[int]
    baseline_id: Mapped[int | None] = points_to("presentation.id")
    target_id: Mapped[int | None] = points_to("presentation.id")
    concern: Mapped[str] = mapped_column(default="")
    #: The stage; see lifecycle.CYCLE.
    state: Mapped[str] = mapped_column(default="reconnaissance")
    state_since: Mapped[datetime]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    baseline: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[baseline_id])
    target: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[target_id])


class CriticalDate(Model):
    """A date that a moderator or chair marked as one that matters, with the reason."""

    __tablename__ = "critical_date"

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    at: Mapped[datetime]
    title: Mapped[str]
    reason: Mapped[str]
    set_by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("dates that you marked as critical", words=("title", "reason"), facts=("at",))
    )


class Membership(Model):
    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("network_id", "person_id", "role"),
        # Each list of discussions asks whose names are withheld: of thousands of memberships a handful.
        Index(
            "ix_membership_withheld",
            "network_id",
            "person_id",
            sqlite_where=text("left_at IS NOT NULL AND name_withheld = 1"),
            postgresql_where=text("left_at IS NOT NULL AND name_withheld"),
        ),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "networks that you belong or belonged to, and what you consented to",
            facts=("role", "joined_at", "left_at", "until_on", "research_consent", "declared", "name_withheld"),
            merging=Merging.UNITE,
            one_each=(("network_id", "role"),),
        ),
    )
    role: Mapped[Role]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    #: The last day of a deputy, who holds the role while its holder is away.
    until_on: Mapped[date | None]
    research_consent: Mapped[Consent] = mapped_column(default=Consent.NONE)
    #: A researcher who has said so openly in the network may post.
    declared: Mapped[bool] = mapped_column(default=False)
    #: Somebody who left may ask that their words stand under their role: "AL, former member".
    name_withheld: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Counter(Model):
    """The last number given to a kind of thing in a network: topic 7, action 12."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("network_id", "kind"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    kind: Mapped[str]
    last: Mapped[int] = mapped_column(default=0)
