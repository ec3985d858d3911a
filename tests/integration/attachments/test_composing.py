"""Writing with pictures and files, as a form does it without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.attachments.models import Attachment
from app.core.db import db
from app.forums.models import Post
from tests.client import Page, StrictClient
from tests.factories.pictures import PDF, photograph, sent
from tests.integration.attachments.conftest import FILES, Add, Talk

As = Callable[[str | None], StrictClient]


def token_in(page: Page) -> str:
    found = re.search(r"\[(?:picture|file) ([a-z2-7]{8})\]", page.values()["body"])
    assert found, page.values()["body"]
    return found[1]


def posts() -> int:
    return db.session.query(Post).count()


def test_a_file_that_comes_with_the_form_is_kept_and_the_form_shown_with_it(as_: As, talk: Talk) -> None:
    before = posts()
    page = as_("amina").post(f"{talk.url}/reply", {"body": "Look:", "to": "1", **sent(photograph())})
    assert (page.status, posts()) == (200, before)
    token = token_in(page)
    assert page.values()["body"].startswith("Look:\n\n[picture ")
    assert [each.get("src") for each in page.find_all("img")] == [f"{FILES}/{token}/small"]
    said = {"body": page.values()["body"], "to": "1", f"alt-{token}": "A sign is lost"}
    published = as_("amina").post(f"{talk.url}/reply", said)
    assert published.status == 303
    assert 'alt="A sign is lost"' in as_("ben").get(talk.url).html


def test_what_it_shows_is_asked_once_and_taken_in_three_ways(as_: As, add: Add, talk: Talk) -> None:
    for answer in ("alt", "said", "undescribed_checked"):
        token = add().token
        text = {"body": f"[picture {token}]"}
        asked = as_("amina").post(f"{talk.url}/reply", text)
        assert (asked.status, "What does the picture show?" in asked.text) == (422, True)
        given = {"undescribed_checked": {"undescribed_checked": "y"}}.get(answer, {f"{answer}-{token}": "1"})
        assert as_("amina").post(f"{talk.url}/reply", text | given).status == 303


def test_what_cannot_be_taken_is_said_and_the_text_stays(as_: As, talk: Talk) -> None:
    page = as_("amina").post(f"{talk.url}/reply", {"body": "My words", **sent(b"<svg/>", "a.svg")})
    assert (page.status, page.values()["body"]) == (422, "My words")
    assert "SVG can hold a program" in page.text


def test_a_name_that_says_who_it_was_is_said_without_a_script_too(as_: As, talk: Talk) -> None:
    page = as_("amina").post(f"{talk.url}/reply", {"body": "Look", **sent(photograph(), "B1234567 TMA01.jpg")})
    assert (page.status, "B1234567" in page.text, "cover it" in page.text) == (200, True, True)


@pytest.mark.parametrize("where", ["start", "edit"])
def test_a_new_discussion_and_an_edit_take_them_too(as_: As, talk: Talk, where: str) -> None:
    url = "/networks/s215/forums/tricky-topics/start" if where == "start" else talk.post_url(talk.first_id, "edit")
    form = {"title": "With a file"} if where == "start" else {"version": "1"}
    page = as_("amina").post(url, {**form, "body": "Read:", **sent(PDF, "Week 3.pdf")})
    assert page.status == 200
    token = token_in(page)
    done = as_("amina").post(url, form | {"body": page.values()["body"], f"name-{token}": "Notes"})
    assert done.status == 303
    assert ">Notes.pdf</a>" in as_("ben").get(done.location.partition("#")[0]).html


def test_in_an_edit_its_pictures_stand_with_what_was_said_of_them(as_: As, add: Add, talk: Talk) -> None:
    token = add().token
    url = talk.post_url(talk.first_id, "edit")
    assert (
        as_("amina").post(url, {"version": "1", "body": f"[picture {token}]", f"alt-{token}": "Line 3"}).status == 303
    )
    page = as_("amina").get(url)
    assert page.values()[f"alt-{token}"] == "Line 3"
    assert as_("ben").get(f"{FILES}/waiting?token={token}", strict=False).text == ""


def test_a_documents_name_is_asked_about_like_the_text(as_: As, add: Add, talk: Talk) -> None:
    token = add(held=PDF, name="A1234567 TMA01.pdf").token
    text = {"body": f"[file {token}]"}
    asked = as_("amina").post(f"{talk.url}/reply", text)
    assert (asked.status, "A1234567" in asked.text) == (422, True)
    assert as_("amina").post(f"{talk.url}/reply", text | {f"name-{token}": "TMA01"}).status == 303
    assert db.session.query(Attachment).filter_by(token=token).one().name == "TMA01.pdf"


def test_the_preview_shows_ones_own_and_nobody_elses(as_: As, add: Add) -> None:
    token = add().token
    body = {"body": f"[picture {token}]"}
    assert f"{FILES}/{token}" in as_("amina").post("/preview?field=body", body).html
    assert "(a picture that is not here)" in as_("ben").post("/preview?field=body", body).html


def test_a_picture_that_is_gone_is_named_and_the_text_stays(as_: As, talk: Talk) -> None:
    page = as_("amina").post(f"{talk.url}/reply", {"body": "My words [picture aaaabbbb]"})
    assert (page.status, "not here any more (aaaabbbb)" in page.text) == (422, True)
    assert page.values()["body"] == "My words [picture aaaabbbb]"
