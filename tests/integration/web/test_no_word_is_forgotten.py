"""Pages in a language whose letters are all others: what is in plain letters was never asked for in a catalogue.

`DONE` are the pages of which every word is translated, and stays so. The others wait: a page is put into the list when the
last of its words is asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from lxml.html import HtmlElement
from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from config import Settings
from tests.browser.pages import KINDS, Kind
from tests.client import StrictClient
from tests.demo import copy_demo
from tests.pseudo import PSEUDO

DONE = frozenset(
    {
        "account",
        "account-record",
        "account-tokens",
        "action",
        "admin",
        "admin-people",
        "blocks",
        "dates",
        "deputy",
        "draft-reply",
        "drafts",
        "edit-topic",
        "error-401",
        "error-403",
        "error-404",
        "forum",
        "forum-unanswered",
        "forums",
        "join-gone",
        "joining",
        "keys",
        "moderate-discussion",
        "new-action",
        "raise-topic",
        "reply-to-post",
        "reset",
        "set-up",
        "sign-in",
        "start-discussion",
        "summary",
        "workshop-results",
        "workshop-write-up",
        "write",
    }
)

#: Elements around what people wrote, and around what is typed or read as it stands.
NOT_OURS = frozenset({"bdi", "code", "kbd", "script", "style", "textarea", "time"})
OF_A_BROWSER = ("title", "aria-label", "placeholder", "alt", "data-label", "aria-description")
#: What is the same in every language: codes, names of the site and its demo, addresses.
SAME = re.compile(r"[A-Z]{2,}\d*[A-Z]?|Learning networks|\S+@\S+|20\d\d[A-Z]")
PLAIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("words") / "demo"
    copy_demo(tmp_path_factory, "sqlite", folder)
    app = create_app(Settings(data_dir=folder, secret_key="only-for-tests", testing=True))
    app.extensions["language"] = PSEUDO
    with app.app_context(), clock.standing_at(datetime(2018, 7, 20, 15, tzinfo=UTC)):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def as_whom(demo: Flask) -> Callable[[str | None], StrictClient]:
    ids = {person.email.partition("@")[0]: person.id for person in db.session.scalars(select(Person))}
    return lambda who: StrictClient(demo, ids[who] if who else None)


def people_s_words() -> list[str]:
    """What people have called things, the longest first: it may stand in a sentence of ours."""
    called = {
        str(value)
        for table in db.metadata.tables.values()
        for column in table.c
        if column.name in {"title", "name"}
        for value in db.session.scalars(select(column))
        if value
    }
    return sorted(called, key=len, reverse=True)


def plain_words(root: HtmlElement, own: list[str]) -> list[str]:
    """What of the page's words is in plain letters, but for people's own."""
    found: list[str] = []

    def look(element: HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag in NOT_OURS or element.get("dir") == "auto":
            return
        if {"prose", "arithmatex"} & set((element.get("class") or "").split()):
            return
        found.extend(words for name in OF_A_BROWSER if (words := element.get(name)))
        found.append(element.text or "")
        for each in element:
            look(each)
            found.append(each.tail or "")

    look(root)
    ours = (
        (words, SAME.sub("", functools.reduce(lambda left, name: left.replace(name, ""), own, words)))
        for words in found
    )
    return [" ".join(words.split()) for words, left in ours if PLAIN.search(left)]


@pytest.mark.parametrize("kind", [each for each in KINDS if each.name in DONE], ids=lambda kind: kind.name)
def test_every_word_of_a_page_is_asked_for(kind: Kind, as_whom: Callable[[str | None], StrictClient]) -> None:
    page = as_whom(kind.who).get(kind.address, strict=False)
    assert page.status == kind.status
    assert plain_words(page.root, people_s_words()) == []


def test_the_list_names_pages_that_there_are() -> None:
    assert DONE - {each.name for each in KINDS} == set()
