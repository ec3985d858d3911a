"""Amina Okafor, who has been busy: a full name, so that it can be looked for in every text."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.services import change_profile
from app.core.db import db
from tests.integration.accounts.conftest import HASH
from tests.people import World

FULL = "Amina O’Kafor-Reyes"
FORMER = "Mina Before"


@pytest.fixture
def amina(world: World) -> Any:
    """With a password, and with a name that she had before."""
    found = world.amina
    found.password_hash, found.name = HASH, FORMER
    db.session.flush()
    change_profile(world.actor("amina"), found, name=FULL)
    db.session.commit()
    return found
