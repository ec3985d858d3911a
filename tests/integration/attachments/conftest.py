"""A discussion in S215, and adding a picture as somebody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.attachments.keeping import stores
from app.attachments.models import Attachment
from app.core.db import db
from tests.client import StrictClient
from tests.factories.pictures import photograph, sent
from tests.integration.forums.conftest import Talk, talk
from tests.people import World

__all__ = ["Talk", "talk"]

FILES = "/networks/s215/files"
Add = Callable[..., Attachment]


@pytest.fixture
def add(as_: Callable[[str | None], StrictClient]) -> Add:
    """Add a file as this person; by default a photograph."""

    def added(who: str = "amina", held: bytes | None = None, name: str = "photo.jpg") -> Attachment:
        page = as_(who).post(FILES, sent(held or photograph(), name))
        assert page.status == 201, page.text
        found = re.search(r"\[(?:picture|file) ([a-z2-7]{8})\]", page.html)
        assert found
        return db.session.query(Attachment).filter_by(token=found[1]).one()

    return added


@pytest.fixture(autouse=True)
def empty_store(world: World) -> None:
    """What other tests kept is not counted here."""
    for lying in list(stores.current().all()):
        stores.current().remove(lying.place)
