"""What is near a member's address, and what is only somebody else's."""

from __future__ import annotations

import pytest

from app.networks.invitations.pasted import read
from app.networks.invitations.sorting import Here, Inviter, Standing, sort
from app.networks.models import Role


@pytest.mark.parametrize(
    ("member", "typed", "standing"),
    [
        ("amina.khan@open.ac.uk", "amina.kahn@open.ac.uk", Standing.DOUBTFUL),
        ("amina.khan@open.ac.uk", "amina.khan@opn.ac.uk", Standing.DOUBTFUL),
        ("amina.khan@open.ac.uk", "amina.khon@open.ac.uk", Standing.DOUBTFUL),
        ("ben@open.ac.uk", "bne@open.ac.uk", Standing.DOUBTFUL),
        ("ben@open.ac.uk", "ken@open.ac.uk", Standing.NEW),
        ("al01.s215@open.ac.uk", "al02.s215@open.ac.uk", Standing.NEW),
        ("al1.s215@open.ac.uk", "al12.s215@open.ac.uk", Standing.NEW),
        ("amina.khan@open.ac.uk", "ben.jones@open.ac.uk", Standing.NEW),
    ],
)
def test_one_letter_makes_an_address_doubtful_where_that_is_rarely_another_person(
    member: str, typed: str, standing: Standing
) -> None:
    known = {member: Here("Member Here", frozenset({Role.AL}))}
    [row] = sort(read(f"Somebody New, {typed}"), Role.AL, known, Inviter("chair@open.ac.uk", list(Role)))
    assert row.standing is standing
