"""The ground the other tests stand on."""

from __future__ import annotations

from app.core import outbox
from app.core.db import db
from app.networks.models import Module
from tests.people import World


def test_a_commit_in_a_test_is_gone_in_the_next(world: World) -> None:
    assert world.amina.name == "Amina"
    db.session.add(Module(code="X100", title="Gone afterwards"))
    db.session.commit()
    assert db.session.query(Module).filter_by(code="X100").count() == 1


def test_and_this_is_the_next(world: World) -> None:
    assert world.s215.slug == "s215"
    assert db.session.query(Module).filter_by(code="X100").count() == 0


def test_a_debt_is_paid_once(world: World, run_outbox, mailbox) -> None:  # noqa: ANN001
    letter = {"key": "k1", "to": "amina@example.org", "subject": "Hello", "text": "Words"}
    outbox.enqueue("mail", letter, once="k1")
    outbox.enqueue("mail", letter, once="k1")
    assert run_outbox() == 1
    assert [each.to for each in mailbox] == ["amina@example.org"]
    assert run_outbox() == 0


def test_a_healthy_process_answers(as_) -> None:  # noqa: ANN001
    page = as_(None).client.get("/healthz")
    assert page.status_code == 200
