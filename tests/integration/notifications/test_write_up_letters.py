"""The write-up by mail: in full, to each of those confirmed alone, and stopped with one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import DigestFrequency
from app.core.db import db
from app.core.mail import Letter, as_message
from app.core.secrets.signed_links import sign
from app.core.text.plain import as_plain
from app.notifications.models import Notice
from app.workshops.models import Workshop, WorkshopMember
from app.workshops.outcomes.write_up import services as write_up
from tests.factories.boards import a_card, a_room, loaded
from tests.people import World

Run = Callable[[], int]


@pytest.fixture
def room(world: World) -> Workshop:
    """Closed, with no theme left open: Marek may publish it."""
    workshop = a_room(world)
    a_card(world, workshop, "They *lose* signs: see /networks/s215")
    workshop.state = "catch_up"
    db.session.flush()
    write_up.edit_section(
        world.actor("marek"), loaded(workshop), "outcomes", "Ask for **time** in [topic 1](/networks/s215/topics/1)."
    )
    workshop.state = "closed"
    db.session.commit()
    return loaded(workshop)


def publish(world: World, room: Workshop, *names: str) -> None:
    people = [getattr(world, name).id for name in names]
    write_up.publish(world.actor("marek"), room, confirmed=people)
    db.session.commit()


def write_ups(mailbox: list[Letter]) -> dict[str, Letter]:
    return {letter.to: letter for letter in mailbox if "The write-up" in letter.subject}


def test_it_goes_in_full_to_each_of_those_confirmed_alone(
    world: World, room: Workshop, run_outbox: Run, mailbox: list[Letter]
) -> None:
    publish(world, room, "amina", "ben")
    run_outbox()
    found = write_ups(mailbox)
    assert set(found) == {world.amina.email, world.ben.email}
    letter = found[world.amina.email]
    assert "Dear Amina" in letter.text
    assert world.ben.email not in letter.text + letter.html
    for words in ("What it was for", "What becomes of it", "How it was done", "3 people were invited."):
        assert words in letter.text
        assert words in letter.html
    assert "Ask for time in topic 1 (http://localhost/networks/s215/topics/1)." in letter.text.replace(
        _site(letter.text), "http://localhost"
    )
    assert 'href="/' not in letter.html
    message = as_message(letter, "Networks <n@example.org>")
    assert message["To"] == world.amina.email
    assert message["Cc"] is None
    assert message["Bcc"] is None


def _site(text: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith("On the site: "))
    return line.removeprefix("On the site: ").partition("/networks/")[0]


def test_it_is_no_news_for_the_digest_as_well(world: World, room: Workshop, run_outbox: Run) -> None:
    publish(world, room, "amina")
    run_outbox()
    notice = db.session.query(Notice).filter(Notice.once_key.like("write-up:%")).one()
    assert notice.mailed_at is not None


def test_who_wants_no_mail_or_none_about_it_gets_none_and_finds_it_on_the_site(
    world: World, room: Workshop, run_outbox: Run, mailbox: list[Letter], as_: Any
) -> None:
    world.ben.mail_pace = DigestFrequency.OFF
    member(world, "amina").wants_letters = False
    db.session.commit()
    page = as_("marek").get("/networks/s215/workshops/1/publish")
    assert page.text.count("wants no letter") == 2
    assert "Ask for time" in page.text  # what the letter says, before it is sent
    publish(world, room, "amina", "ben", "marek")
    run_outbox()
    assert set(write_ups(mailbox)) == {world.marek.email}
    told = db.session.query(Notice.person_id).filter(Notice.once_key.like("write-up:%")).all()
    assert {row[0] for row in told} == {world.amina.id, world.ben.id, world.marek.id}


def test_one_click_of_a_mail_program_stops_the_letters(
    world: World, room: Workshop, run_outbox: Run, mailbox: list[Letter], as_: Any
) -> None:
    publish(world, room, "amina")
    run_outbox()
    message = as_message(write_ups(mailbox)[world.amina.email], "Networks <n@example.org>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/workshops/letters/" + message["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    nobody = as_(None)
    assert "No more letters about it" in nobody.get(path).text
    assert member(world, "amina").wants_letters  # looking stops nothing
    assert nobody.client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    db.session.expire_all()
    assert not member(world, "amina").wants_letters
    assert "You get no more letters about it" in nobody.get(path).text
    nobody.post(path, {"again": "y"})
    assert member(world, "amina").wants_letters


def test_a_link_that_answers_stops_no_letters(app: Flask, world: World, room: Workshop, as_: Any) -> None:
    answering = sign(member(world, "amina").answer_token, app.config["SECRET_KEY"])
    assert as_(None).get(f"/workshops/letters/{answering}").status == 404
    assert as_(None).get("/workshops/letters/x.y").status == 404


def test_after_it_was_opened_anew_no_letter_goes(
    world: World, room: Workshop, run_outbox: Run, mailbox: list[Letter]
) -> None:
    publish(world, room, "amina")
    room.state = "catch_up"
    db.session.commit()
    run_outbox()
    assert write_ups(mailbox) == {}


def test_plain_words_keep_lists_quotations_tables_and_where_links_lead() -> None:
    html = (
        '<p>See <a href="/x">this</a><br>\nnow</p><ul><li>one<ul><li>two</li></ul></li></ul><blockquote><p>said</p>'
        "</blockquote><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert as_plain(html, "http://x.org/") == (
        "See this (http://x.org/x)\nnow\n\n- one\n  - two\n\n> said\n\na | b\n1 | 2"
    )


def member(world: World, name: str) -> WorkshopMember:
    return db.session.query(WorkshopMember).filter_by(person_id=getattr(world, name).id).one()


def test_a_worker_that_has_nothing_loaded_writes_it(
    world: World, room: Workshop, run_outbox: Callable[[], int], mailbox: list[Letter]
) -> None:
    publish(world, room, "amina")
    db.session.expunge_all()
    run_outbox()
    assert len(write_ups(mailbox)) == 1
