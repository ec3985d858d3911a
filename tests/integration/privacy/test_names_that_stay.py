"""However a name is written, whatever it was and however long ago, an erasure finds it, and breaks nobody's letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.services import ask_for_reset, change_profile, owe_letter
from app.core import audit, clock, mail
from app.core.db import db
from app.core.mail import Letter
from app.core.outbox import OutboxItem
from app.core.personal_data import Period
from app.forums.services import first_post, start_discussion
from app.privacy.periods import delete_what_is_old
from app.privacy.services.erasing import erase
from tests.integration.accounts.conftest import HASH, link_in
from tests.people import FRIDAY, World


def reasons() -> list[str]:
    found = select(audit.AuditEntry.reason).where(audit.AuditEntry.reason.is_not(None))
    return [reason for reason in db.session.scalars(found) if reason]


def erased(world: World, who: str) -> None:
    erase(world.actor(who), getattr(world, who))
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Mina O’Kafor", "Mina O'Kafor"),
        ("Mina O'Kafor", "Mina O’Kafor"),
        ("Émilie Öz", "ÉMILIE ÖZ"),
        ("Émilie Öz", "émilie öz"),
        ("Ἀθηνᾶ Ὠδή", "Ἀθηνᾶ  Ὠδή"),
        ("Ann Lee", "Ann  Lee"),
        ("Ann Lee", "_Ann Lee_"),
    ],
)
def test_in_reasons_of_others_however_it_is_spelled(world: World, name: str, typed: str) -> None:
    world.amina.name = name
    audit.record(world.actor("marek"), "end the membership", world.s215, reason=f"Asked for by {typed}, twice.")
    db.session.commit()
    erased(world, "amina")
    assert reasons() == ["Asked for by [name removed], twice."] or reasons() == [
        "Asked for by _[name removed]_, twice."
    ]


def test_in_emphasis_under_ones_own_words(world: World) -> None:
    world.amina.name = "Amina Okafor"
    thread = start_discussion(
        world.actor("amina"), world.forum(), "Arrows", "Hello\n\n_Amina Okafor_\n\n**Amina** Okafor\n"
    )
    db.session.commit()
    erased(world, "amina")
    post = first_post(thread)
    assert "Okafor" not in post.body_md + post.body_html
    assert "_[name removed]_" in post.body_md
    assert "<em>[name removed]</em>" in post.body_html
    assert "<strong>[name removed]</strong>" in post.body_html


def test_names_of_long_ago_are_known_until_the_erasure(app: Flask, world: World) -> None:
    settings = replace(app.extensions["settings"], keep_closed_accounts_days=0)
    with clock.standing_at(FRIDAY - timedelta(days=900)):
        change_profile(world.actor("amina"), world.amina, name="Mina Before")
        change_profile(world.actor("amina"), world.amina, name="Amina Now")
        audit.record(world.actor("marek"), "end the membership", world.s215, reason="Mina Before asked for it.")
    db.session.commit()
    delete_what_is_old(settings)
    erased(world, "amina")
    assert reasons() == ["[name removed] asked for it."]
    gone = {each.period: each.many for each in delete_what_is_old(settings)}
    assert gone[Period.ACCOUNT_HISTORY] == 2, "then they go like the rest"


@pytest.fixture
def sly(world: World) -> Any:
    """Ben, who chose names that letters are made of."""
    world.dilys.password_hash = HASH
    for name in ("accounts", "emails", "reset", "https", "http", "welcome", "AL", "at http", "path", "Ben Sly"):
        change_profile(world.actor("ben"), world.ben, name=name)
    db.session.commit()
    return world.ben


def test_letters_to_others_arrive_whatever_the_name_was(
    world: World, sly: Any, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    ask_for_reset("dilys@example.org")
    for by in ("Ben Sly", "emails"):
        words = {"by": by, "network": "S215", "role": "AL", "path": "/networks/s215"}
        owe_letter("amina@example.org", "networks/emails/welcome.txt", **words)
    letter = Letter(
        "k1", "amina@example.org", "S", "Look at https://site.example/reset/abc", stop_url="https://x.org/reset"
    )
    mail.owe(letter, once="k1")
    db.session.commit()
    before = {item.id: item.payload for item in db.session.scalars(select(OutboxItem))}
    erased(world, "ben")
    after = {item.id: item.payload for item in db.session.scalars(select(OutboxItem)) if item.id in before}
    named = {row for row, payload in before.items() if payload.get("words", {}).get("by")}
    assert {row: each for row, each in after.items() if row not in named} == {
        row: each for row, each in before.items() if row not in named
    }
    for row in named:
        assert after[row] == before[row] | {"words": before[row]["words"] | {"by": "a former member"}}
    run_outbox()
    db.session.expire_all()
    assert [item.last_error for item in db.session.scalars(select(OutboxItem)) if item.last_error] == []
    assert link_in(next(each for each in mailbox if each.to == "dilys@example.org")).startswith("/reset/")
