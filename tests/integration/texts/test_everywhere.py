"""Pictures, mentions and links wherever one writes: the same care as in a post."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.attachments.models import Attachment
from app.core.actor import OPERATOR
from app.core.db import db
from app.forums.models import Level
from app.forums.services.following import follow
from app.notifications.models import Notice
from app.privacy.services.erasing import erase
from app.replies.services import approve_reply, publish_reply
from app.texts.models import TextReference
from app.topics.models import IssueCategory, TrickyTopic
from app.topics.services.merging import move_to_issue
from tests.client import StrictClient
from tests.factories.interventions import a_topic
from tests.factories.notices import words_for
from tests.factories.pictures import photograph, sent
from tests.factories.replies import a_reply, an_issue
from tests.factories.texts import PLACES, Written
from tests.integration.attachments.conftest import FILES
from tests.people import IDS, World

As = Callable[[str | None], StrictClient]
SPENCER = f"@{{Spencer, {IDS['spencer']}:1}}"


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, world: World) -> Written:
    made = PLACES[request.param](world)
    db.session.commit()
    return made


def write(as_: As, place: Written, text: str, **more: str) -> int:
    answer = as_(place.who).post(place.form, {**place.values, place.text: text, **more})
    assert answer.status in {200, 303, 422}, answer.text
    return answer.status


def a_picture(as_: As, who: str) -> str:
    found = re.search(r"\[picture ([a-z2-7]{8})\]", as_(who).post(FILES, sent(photograph(), "photo.jpg")).html)
    assert found
    return found[1]


def test_a_picture_is_shown_to_whoever_reads_the_words(as_: As, place: Written) -> None:
    token = a_picture(as_, place.who)
    address = f"{FILES}/{token}"
    assert as_(place.reader).get(address).status == 404
    assert write(as_, place, f"Look:\n\n[picture {token}]") == 422  # what it shows is asked once
    assert write(as_, place, f"Look:\n\n[picture {token}]", **{f"alt-{token}": "A sign is lost"}) == 303
    assert 'alt="A sign is lost"' in as_(place.reader).get(place.page).html
    assert as_(place.reader).get(address, strict=False).status == 200
    assert as_("chidi").get(address).status == 404


def test_without_a_script_the_form_brings_the_file(as_: As, place: Written) -> None:
    page = as_(place.who).post(place.form, {**place.values, place.text: "Look:", **sent(photograph())})
    assert page.status == 200, page.text
    assert page.values()[place.text].startswith("Look:\n\n[picture ")
    assert db.session.query(Attachment).one().subject_kind is None


def test_somebody_elses_picture_is_refused_at_the_text(as_: As, place: Written) -> None:
    token = a_picture(as_, "ben" if place.who != "ben" else "marek")
    page = as_(place.who).post(place.form, {**place.values, place.text: f"[picture {token}]"})
    assert page.status == 422
    assert "not here any more" in page.text
    assert page.values()[place.text] == f"[picture {token}]"


def test_an_identifier_is_asked_about(as_: As, place: Written) -> None:
    page = as_(place.who).post(place.form, {**place.values, place.text: "Work of B1234567"})
    assert page.status == 422
    assert "looks like a student’s identifier" in page.text
    assert write(as_, place, "Work of B1234567", identifiers_checked="y") == 303


def test_the_other_end_says_where_it_is_mentioned(as_: As, world: World, place: Written) -> None:
    assert write(as_, place, "As in #S215-T1 and #S215-A7.") == 303
    found = db.session.execute(select(TextReference.text, TextReference.kind, TextReference.number))
    assert {tuple(row) for row in found} == {(place.kind, "T", 1), (place.kind, "A", 7)}


def test_who_is_named_is_told_and_once(as_: As, world: World, place: Written) -> None:
    assert write(as_, place, f"Ask {SPENCER}, {SPENCER}.") == 303
    assert SPENCER not in as_(place.reader).get(place.page).html
    mine = select(Notice).where(Notice.person_id == IDS["spencer"], Notice.kind == "mention")
    told = list(db.session.scalars(mine))
    # A reply and a write-up are told of when they are published.
    assert [each.what for each in told] == ([] if place.kind in {"reply", "write-up"} else [place.kind])
    if told:
        assert told[0].url == place.page
        assert "You are named in" in as_("spencer").get("/inbox").text
        assert "You are named in it" in as_("spencer").get("/home").text


def test_the_pictures_of_somebody_erased_are_shown_no_more(as_: As, world: World, place: Written) -> None:
    token = a_picture(as_, place.who)
    assert write(as_, place, f"Look: [picture {token}]", **{f"alt-{token}": "A sign is lost"}) == 303
    erase(OPERATOR, getattr(world, place.who))
    db.session.commit()
    page = as_(place.reader).get(place.page)
    assert "A sign is lost" not in page.html
    assert "a picture that is not here" in page.text


def test_a_topic_that_becomes_an_issue_takes_its_pictures_along(as_: As, world: World) -> None:
    place = PLACES["topic"](world)
    token = a_picture(as_, place.who)
    assert write(as_, place, f"#S215-A1 [picture {token}]", **{f"alt-{token}": "A sign is lost"}) == 303
    topic = db.session.query(TrickyTopic).one()
    issue = move_to_issue(world.actor("marek"), topic, IssueCategory.OTHER, "It is about pace.")
    db.session.commit()
    assert {each.text for each in db.session.query(TextReference)} == {"topic", "issue"}
    page = as_("ben").get(f"/networks/s215/issues/{issue.number}/edit")
    values = {"title": issue.title, "category": "other", "version": page.values()["version"]}
    kept = as_("ben").post(f"/networks/s215/issues/{issue.number}/edit", {**values, "statement_md": issue.statement_md})
    assert kept.status == 303
    assert as_("amina").get(f"{FILES}/{token}", strict=False).status == 200


def test_an_edit_tells_only_whom_it_names_anew_and_takes_links_back(as_: As, world: World) -> None:
    place = PLACES["edited topic"](world)
    assert write(as_, place, f"Ask {SPENCER} of #S215-A1.") == 303
    again = {**place.values, "version": as_(place.who).get(place.form).values()["version"]}
    ben = f"@{{Ben, {IDS['ben']}:1}}"
    assert as_(place.who).post(place.form, {**again, place.text: f"Ask {SPENCER} and {ben}."}).status == 303
    told = select(Notice.person_id, Notice.events).where(Notice.kind == "mention").order_by(Notice.id)
    assert [tuple(row) for row in db.session.execute(told)] == [(IDS["spencer"], 1), (IDS["ben"], 1)]
    assert db.session.query(TextReference).count() == 0


def test_replies_and_write_ups_tell_when_they_are_published(world: World) -> None:
    reply = a_reply(world, a_topic(world), we_did_md=f"Ask @{{{IDS['ben']}:1}}.")
    mine = select(Notice).where(Notice.person_id == IDS["ben"], Notice.kind == "mention")
    assert db.session.scalar(mine) is None
    approve_reply(world.actor("dilys"), reply)
    publish_reply(world.actor("marek"), reply)
    assert db.session.scalars(mine).one().what == "reply"
    assert ("You are named in “Curly arrows”", "Reply") in words_for(world, "ben")


def test_who_muted_the_network_or_left_hears_of_no_mention(as_: As, world: World) -> None:
    follow(world.actor("spencer"), world.s215, Level.MUTE)
    db.session.commit()
    assert write(as_, PLACES["case"](world), f"Ask {SPENCER}.") == 303
    assert db.session.query(Notice).filter_by(kind="mention").count() == 0


def test_an_identifier_in_an_example_or_a_stumbling_block_is_asked_about_too(as_: As, world: World) -> None:
    page = f"/networks/s215/topics/{a_topic(world).number}"
    db.session.commit()
    for form, values in (
        (f"{page}/examples/new", {"text": "B1234567 writes 3 = 4", "source": "marking"}),
        (f"{page}/blocks", {"title": "Units", "assessable_by": "see b1234567's script"}),
    ):
        asked = as_("amina").post(form, values)
        assert asked.status == 422, asked.text
        assert "looks like a student’s identifier" in asked.text
        assert as_("amina").post(form, {**values, "identifiers_checked": "y"}).status == 303


def test_search_finds_what_shows_a_picture_and_by_what_it_shows(as_: As, world: World) -> None:
    for kind in ("topic", "case"):
        place = PLACES[kind](world)
        token = a_picture(as_, place.who)
        assert write(as_, place, f"Look: [picture {token}]", **{f"alt-{token}": "A sign is lost"}) == 303
    an_issue(world, "Signs without a picture")
    db.session.commit()
    found = as_("amina").get("/search?q=has:picture+sign")
    assert {each.get("href") for each in found.find_all("a")} >= {
        "/networks/s215/topics/1",
        "/networks/s215/interventions/1",
    }
    assert "without a picture" not in found.text
