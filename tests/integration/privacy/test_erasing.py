"""After an erasure neither name nor address stands anywhere, and every conversation can still be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, String, cast, select

from app.accounts.models import Person, SignIn
from app.accounts.services import ask_for_reset, make_administrator, make_token, owe_letter, person_with, reopen_account
from app.actions import services as actions
from app.core import outbox
from app.core.actor import OPERATOR
from app.core.db import Model, db
from app.core.errors import NotFound, Refused
from app.core.personal_data import Erasure, about_a_person
from app.forums.models import Level, Post
from app.forums.services import edit_post, first_post, follow, publish_post, start_discussion
from app.interventions.services import support
from app.networks.models import Membership, Role
from app.networks.services import add_member
from app.privacy.services.erasing import erase
from app.replies.services import acknowledge_reply
from app.topics.services import cast_vote
from app.workshops.models import Anonymity
from app.workshops.room.services.attendance import take_over
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.factories.ballots import a_ballot, vote
from tests.factories.boards import a_card, a_room
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.replies import a_reply
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.privacy.conftest import FULL
from tests.people import World

AS = Callable[[str | None], StrictClient]
ADDRESS = "amina@example.org"
ASK = "/account/erase"
GONE = re.compile("O.{1,6}Kafor|Mina Before|amina@", re.IGNORECASE)


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every text of every table, JSON included."""
    for table in Model.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String | JSON):
                for text in db.session.scalars(select(cast(column, String)).where(column.is_not(None))):
                    yield f"{table.name}.{column.name}", str(text).encode().decode("unicode_escape", errors="ignore")
                    yield f"{table.name}.{column.name}", str(text)


def still_named() -> set[tuple[str, str]]:
    return {(where, text[:120]) for where, text in everything_stored() if GONE.search(text)}


def a_busy_life(world: World) -> dict[str, Any]:
    """Of each sort of thing that names a person, one."""
    me, ben, marek = world.actor("amina"), world.actor("ben"), world.actor("marek")
    thread = start_discussion(me, world.forum(), "Arrows point backwards", f"Half draw it so.\n\nBest, {FULL}")
    edit_post(
        me, first_post(thread), f"More than half draw it so. Write to {ADDRESS}.\n\nBest, {FULL.replace('’', chr(39))}"
    )
    publish_post(ben, thread, "I see it, too.")
    follow(me, world.forum(), Level.EVERYTHING)
    topic = a_topic(world, "Curly arrows")
    cast_vote(me, topic)
    support(me, an_intervention(world))
    actions.note_progress(me, an_action(world, owner="amina"), f"The script is written. {FULL}")
    answered = a_reply(world, topic, state="published")
    acknowledge_reply(me, answered)
    make_token(me, world.amina, f"report of {FULL}")
    room = a_room(world, "collecting", Anonymity.NAMED)
    a_card(world, room, f"Signs, says {FULL}.")
    vote(world, a_ballot(world, Anonymity.NAMED), "amina", "BA")
    owe_letter("ben@example.org", "networks/emails/welcome.txt", by=FULL, network="S215", role="AL", path="/home")
    world.s215.data_responsible_id = world.amina.id
    return {"thread": thread.number, "topic": topic.number, "marek": marek}


@pytest.fixture
def life(world: World, amina: Any) -> dict[str, Any]:
    lived = a_busy_life(world)
    db.session.commit()
    return lived


def erase_amina(world: World) -> None:
    erase(world.actor("amina"), world.amina)
    db.session.commit()


def test_neither_name_nor_address_stands_anywhere(
    world: World, life: dict[str, Any], run_outbox: Callable[[], int]
) -> None:
    take_over_by = a_room(world, "lobby", Anonymity.NAMED)
    take_over(world.actor("marek"), take_over_by)
    ask_for_reset(ADDRESS)
    outbox.enqueue(
        "mail", {"key": "k1", "to": "ben@example.org", "subject": f"{FULL} replied", "text": f"{FULL} wrote"}
    )
    outbox.enqueue("mail", {"key": "k2", "to": ADDRESS, "subject": "For you", "text": "Hello"})
    db.session.commit()
    assert still_named()
    erase_amina(world)
    left = {where for where, _ in still_named()}
    assert left == {"outbox_item.payload"}, "only what the worker needs for letters in files"
    owed = db.session.scalars(select(outbox.OutboxItem).where(outbox.OutboxItem.kind == "mail")).all()
    assert [item.payload["text"] for item in owed if item.payload.get("key") == "k1"] == ["a former member wrote"]
    assert [item for item in owed if item.payload.get("key") == "k2"] == [], "a letter to nobody is owed no more"
    run_outbox()
    assert still_named() == set()


def test_what_each_column_declares_is_what_happens(world: World, life: dict[str, Any]) -> None:
    me = world.amina.id
    before = {(each.table.name, each.column.name): _rows(each, me) for each in about_a_person(Model.metadata)}
    assert len([many for many in before.values() if many]) >= 20, "the busy life touches most of what is declared"
    erase_amina(world)
    for each in about_a_person(Model.metadata):
        now, was = _rows(each, me), before[each.table.name, each.column.name]
        expected = {Erasure.DELETE: 0, Erasure.CLEAR: 0}.get(each.personal.erasure, was)
        # The line that says that the account was erased is the one thing that is new.
        assert now == expected + (each.table.name == "audit_entry"), f"{each.table.name}.{each.column.name}"


def _rows(each: Any, person_id: int) -> int:
    return len(db.session.execute(select(each.column).where(each.column == person_id)).all())


def test_the_conversation_stays_readable(
    world: World, life: dict[str, Any], as_: AS, run_outbox: Callable[[], int]
) -> None:
    erase_amina(world)
    run_outbox()
    ben = as_("ben")
    page = ben.get(f"/networks/s215/discussions/{life['thread']}")
    assert "AL, former member" in page.text
    assert "More than half draw it so. Write to [address removed]." in page.text
    assert "Best, [name removed]" in page.text
    pages = [
        "",
        "/actions",
        "/actions.csv",
        "/topics",
        f"/topics/{life['topic']}",
        "/interventions",
        "/forums",
        "/members",
    ]
    for path in (*(f"/networks/s215{each}" for each in pages), "/inbox", "/home", "/search?q=arrows"):
        found = ben.get(path)
        assert found.status == 200, path
        assert GONE.findall(found.html) == [], path
    assert "Nothing found" in ben.get("/search?q=Kafor").text
    assert "AL, former member" in ben.get("/networks/s215/actions").text


def test_nobody_finds_the_words_by_the_name(
    world: World, life: dict[str, Any], as_: Callable[[str], StrictClient]
) -> None:
    ben = as_("ben")
    assert "Nothing found" not in ben.get("/search?q=Kafor").text
    erase_amina(world)
    db.session.commit()
    assert "Nothing found" in ben.get("/search?q=Kafor").text
    assert "Nothing found" not in ben.get("/search?q=backwards").text


def test_others_words_stay_as_they_are(world: World, amina: Any) -> None:
    thread = start_discussion(world.actor("ben"), world.forum(), "Thanks", f"Thank you, {FULL}!")
    thread_id = thread.id
    db.session.commit()
    erase_amina(world)
    words = db.session.scalars(select(Post.body_md).where(Post.discussion_id == thread_id)).all()
    assert words == [f"Thank you, {FULL}!"]


def test_a_name_of_one_word_is_left_in_sentences(world: World) -> None:
    """It may be an ordinary word. Where it is all that stands there it goes."""
    world.amina.name = "Will"
    start_discussion(world.actor("amina"), world.forum(), "Will they draw it so?", "Will they?\n\nWill")
    db.session.commit()
    erase_amina(world)
    assert "Will they draw it so?" in {text for _, text in everything_stored()}


def test_the_account_is_empty_and_the_address_free(world: World, life: dict[str, Any], as_: AS) -> None:
    client = as_("amina")
    erase_amina(world)
    empty = world.amina
    assert (empty.name, empty.active, empty.password_hash) == ("AL, former member", False, None)
    assert client.get("/home").status == 401
    assert db.session.scalars(select(SignIn.id).where(SignIn.person_id == empty.id)).all() == []
    memberships = db.session.scalars(select(Membership).where(Membership.person_id == empty.id)).all()
    assert all(each.left_at and each.name_withheld for each in memberships)
    again = person_with(ADDRESS, "Amina Anew")
    assert again.id != empty.id
    with pytest.raises(Refused):
        reopen_account(world.actor("ada"), empty)
    assert "erased" not in as_("ada").get("/admin/people").text


def test_it_asks_first_and_says_what_would_happen(world: World, life: dict[str, Any], as_: AS) -> None:
    client = as_("amina")
    page = client.get(ASK)
    assert "your posts (1)" in page.text
    assert "your API tokens, without their secrets (1)" in page.text
    wrong = client.post(ASK, {"current_password": "something else entirely"})
    assert wrong.status == 422
    assert world.amina.name == FULL
    done = client.post(ASK, {"current_password": PASSWORD})
    assert (done.status, done.location) == (303, "/")
    assert "Your account is erased." in client.get("/").text
    assert world.amina.erased_at is not None
    assert db.session.scalars(select(Model.metadata.tables["form_receipt"].c.id)).all() == []


def test_the_only_chair_hands_over_first(world: World, as_: AS, amina: Any) -> None:
    world.dilys.password_hash = amina.password_hash
    db.session.commit()
    client = as_("dilys")
    assert "The learning network of S215 has no other chair." in client.get(ASK).text
    refused = client.post(ASK, {"current_password": PASSWORD})
    assert (refused.status, "needs its chair" in refused.text) == (403, True)
    assert world.dilys.name == "Dilys"
    add_member(world.s215, world.tomos, Role.CHAIR)
    db.session.commit()
    assert client.post(ASK, {"current_password": PASSWORD}).status == 303
    assert (world.dilys.name, world.s215.sponsor_id) == ("Chair, former member", None)


def test_the_only_administrator_hands_over_first(world: World, as_: AS) -> None:
    assert "First hand over the administration" in as_("ada").get(ASK).text
    with pytest.raises(Refused, match="needs its administrator"):
        erase(OPERATOR, world.ada)
    db.session.rollback()
    make_administrator(OPERATOR, world.ben)
    db.session.flush()
    erase(OPERATOR, world.ada)
    assert world.ada.name == "Former member"
    with pytest.raises(Refused, match="already"):
        erase(OPERATOR, world.ada)


def test_nobody_erases_anybody_else(world: World) -> None:
    for who in ("ben", "dilys"):
        with pytest.raises((NotFound, Refused), match=r"There is nothing here|Only the person themself"):
            erase(world.actor(who), world.amina)


def test_the_command_says_what_would_happen_and_asks(app: Flask, world: World, life: dict[str, Any]) -> None:
    runner = app.test_cli_runner()
    declined = runner.invoke(args=["accounts", "erase", ADDRESS], input="n\n")
    assert "your posts (1)" in declined.output
    assert world.amina.name == FULL
    done = runner.invoke(args=["accounts", "erase", ADDRESS, "--yes"])
    assert (done.exit_code, "The account is erased" in done.output) == (0, True), done.output
    assert "Nobody here has the address" in runner.invoke(args=["accounts", "erase", ADDRESS, "--yes"]).output
    line = db.session.scalars(
        select(Model.metadata.tables["audit_entry"].c.verb)
        .order_by(Model.metadata.tables["audit_entry"].c.id.desc())
        .limit(1)
    ).one()
    assert line == "erase the account"


def test_a_person_who_did_nothing_can_be_erased(world: World) -> None:
    made = person_with("nobody@example.org", "No Body")
    db.session.flush()
    erase(OPERATOR, made)
    assert db.session.get_one(Person, made.id).name == "Former member"
