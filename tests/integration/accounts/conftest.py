"""People of the accounts tests have passwords; hashing one takes a moment, so it is done once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.passwords import hash_password
from app.core.db import db
from app.core.mail import Letter
from tests.people import World

PASSWORD = "curly arrows point somewhere"
HASH = hash_password(PASSWORD)


@pytest.fixture
def with_password(world: World) -> Callable[[str], Any]:
    """`with_password("amina")`: Amina, who has taken up her invitation."""

    def person(name: str) -> Any:
        found = getattr(world, name)
        found.password_hash = HASH
        db.session.commit()
        return found

    return person


def link_in(letter: Letter) -> str:
    """The path of the link that a letter carries."""
    found = re.search(r"http://127\.0\.0\.1:8000(/(?:invitation|reset)/\S+)", letter.text)
    assert found, letter.text
    return found[1]
