"""The person who acts, as a plain object: rules need no database row and outlive its session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

#: So often at most is it written down that somebody is here.
NOTED_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class NetworkLink:
    """A network as a menu shows it."""

    id: int
    slug: str
    code: str
    title: str
    state: str = ""

    @property
    def network_id(self) -> int:
        """For rules, which ask it of their subject."""
        return self.id


@dataclass(frozen=True)
class Actor:
    """Who asks. `roles` maps a network's id to the roles this person holds there today."""

    person_id: int | None = None
    name: str = ""
    is_admin: bool = False
    is_analyst: bool = False
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    #: Networks where this person, as a researcher, said so openly and may therefore post.
    declared_in: frozenset[int] = frozenset()
    #: The networks of `roles`, by module code.
    places: tuple[NetworkLink, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def roles_in(self, network_id: int | None) -> frozenset[str]:
        return self.roles.get(network_id, frozenset()) if network_id is not None else frozenset()


NOBODY = Actor()

#: Whoever sits at the machine itself: commands act as this. It is no person, and holds the administrator's powers.
OPERATOR = Actor(name="operator", is_admin=True)
