"""No page, letter, table, copy, PDF or answer of the API holds a token: each says what it stands for, as its reader may know."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.services import make_token
from app.actions import services as actions
from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.forums.services import edit_post, first_post, publish_post, start_discussion
from app.notifications import jobs
from app.notifications.models import Notice
from app.texts.services import ReadText
from app.topics.models import IssueResponse
from app.topics.services import respond_to_issue
from app.web.page.naming import spelled_out
from app.workshops.outcomes.write_up import services as write_up
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.factories.boards import a_card, a_room, loaded
from tests.factories.interventions import a_topic
from tests.factories.notices import words_for
from tests.factories.replies import a_reply, an_issue
from tests.integration.notifications.test_asked_mail import wants
from tests.people import IDS, World

As = Callable[[str | None], StrictClient]
BEN = f"@{{{IDS['ben']}:1}}"
WORDS = f"Ask {BEN} of #S215-T1: [picture k3f5x2ab]"
RAW = re.compile(r"@\{|data-named|\[(?:picture|file) [a-z2-7]{8}\]")


@pytest.fixture
def written(world: World) -> Any:
    """Tokens in everything that one can write, by Amina as far as she may."""
    topic = a_topic(world, "Moles, “n”")
    talk = start_discussion(world.actor("amina"), world.forum(), f"Of {BEN}", WORDS.partition(":")[0])
    action = an_action(world, title=f"With {BEN}", success_indicator=WORDS, owner="amina")
    actions.note_progress(world.actor("amina"), action, WORDS)
    db.session.commit()
    return topic, talk, action


def test_a_table(world: World, as_: As, written: Any) -> None:
    table = as_("amina").get("/networks/s215/actions.csv").answer.get_data(as_text=True)
    assert not RAW.search(table)
    assert "With @Ben" in table
    assert "Ask @Ben of Moles, “n” (topic 1, suggested): (picture)" in table
    assert len(table.splitlines()) == 2


def test_a_long_table_asks_as_much_as_a_short_one(
    world: World, as_: As, written: Any, count_queries: Callable[[], Any]
) -> None:
    amina, asked = as_("amina"), []
    for more in (0, 20):
        for number in range(more):
            an_action(world, title=f"Action {number} with {BEN}", success_indicator=WORDS)
        db.session.commit()
        with count_queries() as seen:
            amina.get("/networks/s215/actions.csv")
        asked.append(len(seen))
    assert asked[1] == asked[0]


def test_the_api(app: Flask, world: World, written: Any) -> None:
    world.ben.name = 'Ben "B" \\ Ö'
    token = make_token(world.actor("amina"), world.amina, "test")
    db.session.commit()
    head = {"Authorization": f"Bearer {token}"}
    answer = app.test_client().get("/api/v1/networks/s215/actions/1", headers=head)
    assert answer.get_json()["title"] == 'With @Ben "B" \\ Ö'


def test_letters(world: World, mailbox: list[Letter], run_outbox: Callable[[], int], written: Any) -> None:
    wants(world, "amina", "ben")
    topic, talk, _action = written
    publish_post(world.actor("ben"), talk, f"I did, @{{{IDS['amina']}:1}}, see #S215-T1.", reply_to=first_post(talk))
    a_reply(
        world, topic, state="published", by="tomos", you_said_md=f"From {BEN}.", we_did_md=f"See {BEN} and #S215-T1."
    )
    db.session.commit()
    with clock.standing_at(clock.now() + timedelta(minutes=45)):
        run_outbox()
        jobs.owe_asked_mail()
        run_outbox()
    said = [f"{each.subject}\n{each.text}\n{each.html}" for each in mailbox]
    assert len(said) >= 2
    assert not [each for each in said if RAW.search(each)]
    assert any("See @Ben and" in each for each in said)


def test_a_write_up_by_mail_and_as_a_pdf(
    world: World, as_: As, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    room = a_room(world)
    a_card(world, room, f"They ask {BEN}.")
    room.state = "catch_up"
    db.session.flush()
    write_up.edit_section(world.actor("marek"), loaded(room), "who", f"{BEN} and #S215-T1.")
    room.state = "closed"
    db.session.flush()
    write_up.publish(world.actor("marek"), loaded(room), confirmed=[IDS["amina"]])
    db.session.commit()
    run_outbox()
    [letter] = [each for each in mailbox if "The write-up" in each.subject]
    assert not RAW.search(letter.text + letter.html)
    assert "@Ben and" in letter.text
    assert as_("amina").get(f"/networks/s215/workshops/{room.number}/write-up.pdf").answer.status_code == 200
    table = as_("marek").get(f"/networks/s215/workshops/{room.number}/cards.csv").answer
    assert not RAW.search(table.get_data(as_text=True))


def test_whoever_may_not_know_is_told_nothing(world: World) -> None:
    a_topic(world, "Moles")
    issue = an_issue(world, "Pace")
    issue.response_md = BEN
    db.session.commit()
    assert spelled_out(WORDS, world.actor("chidi")) == "Ask @member of #S215-T1: (picture)"
    assert db.session.query(Notice).filter_by(person_id=IDS["chidi"]).count() == 0


def test_the_history_of_a_post_says_who_was_named(world: World, as_: As) -> None:
    amina = world.actor("amina")
    talk = start_discussion(amina, world.forum(), "Ask", f"Ask {BEN}.")
    post = first_post(talk)
    edit_post(amina, post, f"Ask @{{{IDS['tomos']}:1}} instead.")
    db.session.commit()
    page = as_("ben").get(f"/networks/s215/posts/{post.id}/history")
    assert "@Tomos" in page.text
    assert "@Ben" in page.text
    assert not RAW.search(page.text)


def test_an_answer_with_a_picture_is_told_in_words(world: World) -> None:
    issue = an_issue(world)
    issue.state = "routed"
    db.session.flush()
    said = ReadText(WORDS, "<p>Ask</p>")
    with pytest.MonkeyPatch.context() as patch:  # a picture of its own would be as good, and takes seconds to make
        patch.setattr("app.topics.services.answering.read_text", lambda *_: said)
        respond_to_issue(world.actor("marek"), issue, response=IssueResponse.DONE, response_md=WORDS)
    assert [text for _, text in words_for(world, "ben") if "(picture)" in text]
