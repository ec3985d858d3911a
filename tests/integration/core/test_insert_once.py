"""insert_once says truly whether the row was new, on both databases: replays and single votes rest on it."""

from __future__ import annotations

from app.core.concurrency.receipts import keep_receipt
from app.core.db import insert_once
from app.networks.models import Module
from tests.people import World


def test_the_first_is_new_and_the_second_is_not(world: World) -> None:
    values = {"code": "ZZ1", "title": "Once"}
    assert insert_once(Module, values) is True
    assert insert_once(Module, values) is False
    assert insert_once(Module.__table__, values | {"code": "ZZ2"}) is True


def test_a_receipt_is_kept_once(world: World) -> None:
    assert keep_receipt("a form", world.amina.id, "/there") is True
    assert keep_receipt("a form", world.amina.id, "/there") is False
