"""The privacy page: drafted from what the models declare, worded by the administrator, read by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import Model, db
from app.core.personal_data import declared
from app.privacy.models import PrivacyPage
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
PAGE, WORD, RECORD = "/privacy", "/admin/privacy", "/admin/privacy/record"


def test_everybody_reads_it_and_every_page_leads_there(as_: AS) -> None:
    for who in (None, "amina", "ada"):
        page = as_(who).get(PAGE)
        assert page.status == 200
        assert "your posts" in page.text
    assert as_(None).get("/sign-in").find_all("a", href=PAGE)


def test_the_draft_says_everything_that_is_declared_and_for_how_long(as_: AS) -> None:
    said = as_(None).get(PAGE).text
    assert [each.personal.what for each in declared(Model.metadata) if each.personal.what not in said] == []
    assert "90 days" in said


def test_the_administrator_words_it(as_: AS) -> None:
    client = as_("ada")
    form = client.get(WORD).values()
    assert "Who sees it" in form["body_md"], "what everybody reads is what one begins with"
    said = {"body_md": "# Ours\n\nAsk **the officer**.\n\n<script>alert(1)</script>", "version": form["version"]}
    assert client.post(WORD, said).status == 303
    page = as_(None).get(PAGE)
    assert "Ask the officer." in page.text
    assert "<script>alert" not in page.html
    assert "Who sees it" not in page.text
    again = client.get(WORD).values()
    assert client.post(WORD, {"body_md": " ", "version": again["version"]}).status == 303
    assert db.session.query(PrivacyPage).count() == 0
    assert "Who sees it" in as_(None).get(PAGE).text


def test_two_who_word_it_at_once_lose_nothing(as_: AS) -> None:
    client = as_("ada")
    client.post(WORD, {"body_md": "First.", "version": "0"})
    late = client.post(WORD, {"body_md": "Second.", "version": "0"})
    assert late.status == 409
    assert "First." in late.text
    assert late.values()["body_md"] == "Second."
    assert client.post(WORD, {"body_md": "Second.", "version": late.values()["version"]}).status == 303
    assert "Second." in as_(None).get(PAGE).text


@pytest.mark.parametrize("address", [WORD, RECORD])
def test_nobody_else_words_it_or_reads_the_record(as_: AS, address: str) -> None:
    assert [as_(who).get(address).status for who in ("amina", "dilys", None)] == [404, 404, 401]
    assert as_("dilys").post(WORD, {"body_md": "Mine.", "version": "0"}).status == 404


def test_a_text_that_is_too_long_is_kept_in_the_form(as_: AS) -> None:
    page = as_("ada").post(WORD, {"body_md": "x" * 200_000, "version": "0"})
    assert page.status == 422
    assert page.values()["body_md"].startswith("xxx")


def test_the_record_has_a_line_for_every_declaration(as_: AS, world: World) -> None:
    page = as_("ada").get(RECORD)
    lines = page.find_all("tr")[1:]
    assert len(lines) == len(list(declared(Model.metadata)))
    assert "sign_in.person_id" in page.text
    assert "stays, under “former member”" in page.text
