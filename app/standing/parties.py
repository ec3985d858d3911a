"""Who is next, as a part in a network; and who answers for a part that nobody holds there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.networks.models import Role


class Party(StrEnum):
    """Whom something waits for when it is no one person. The words end "waits for …"."""

    CHAIR = "the chair"
    MODERATOR = "the moderator"
    MODULE_TEAM = "the module team"
    ANALYST = "the analyst"
    STAFF_TUTOR = "the staff tutor"
    #: Those whose support a proposal seeks.
    SUPPORTERS = "ALs and the module team"
    #: Whoever verifies what its owner claims done: a second pair of eyes.
    VERIFIERS = "the moderator or the chair"
    #: Those whom a workshop invited: each has their own line on home.
    INVITED = "everybody invited"


_CHAIR, _MODERATOR, _TEAM = Role.CHAIR, Role.MODERATOR, Role.MODULE_TEAM

#: The roles of each part, and the chair last: every network that has begun has one, so that nothing waits for nobody.
CHAINS: Mapping[Party, tuple[frozenset[Role], ...]] = {
    Party.CHAIR: (frozenset({_CHAIR}),),
    Party.MODERATOR: (frozenset({_MODERATOR}), frozenset({_CHAIR})),
    Party.MODULE_TEAM: (frozenset({_TEAM}), frozenset({_CHAIR})),
    Party.ANALYST: (frozenset({Role.ANALYST}), frozenset({_TEAM}), frozenset({_CHAIR})),
    Party.STAFF_TUTOR: (frozenset({Role.STAFF_TUTOR}), frozenset({_MODERATOR}), frozenset({_CHAIR})),
    Party.SUPPORTERS: (frozenset({Role.AL, _TEAM, _CHAIR}),),
    Party.VERIFIERS: (frozenset({_MODERATOR, _CHAIR}),),
}


def answering(party: Party, held: frozenset[Role]) -> frozenset[Role]:
    """The roles that answer for the part in a network whose members hold these."""
    return next((roles for roles in CHAINS.get(party, ()) if roles & held), frozenset())


def parts_of(roles: frozenset[str], held: frozenset[Role]) -> frozenset[Party]:
    """The parts that a member with these roles answers for, in a network whose members hold those."""
    return frozenset(party for party in CHAINS if answering(party, held) & roles)
