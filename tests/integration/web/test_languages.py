"""One process, several languages: each page says its reader's, whoever asked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask, render_template_string

from app import create_app
from app.core.language.spoken import ENGLISH, Language, gettext, speaking, spoken
from config import BadSetting, Settings
from tests.client import StrictClient
from tests.people import World
from tests.pseudo import PSEUDO

PAGES = ("/home", "/networks/s215", "/networks/s215/forums", "/networks/s215/topics", "/networks/s215/members", "/keys")


@contextmanager
def site_in(app: Flask, language: Language) -> Iterator[None]:
    before, app.extensions["language"] = app.extensions["language"], language
    try:
        yield
    finally:
        app.extensions["language"] = before


@pytest.mark.parametrize("address", PAGES)
def test_no_language_is_served_to_readers_of_another(
    app: Flask, world: World, as_: Callable[[str | None], StrictClient], address: str
) -> None:
    reader = as_("ben")

    def shown(language: Language) -> str:
        with site_in(app, language):
            return reader.get(address).text

    first, other, again, other_again = (shown(each) for each in (ENGLISH, PSEUDO, ENGLISH, PSEUDO))
    assert first == again
    assert other == other_again != first


def test_a_page_says_which_language_it_is_in(app: Flask, as_: Callable[[str | None], StrictClient]) -> None:
    assert as_(None).get("/").root.get("lang") == "en-GB"
    with site_in(app, PSEUDO):
        assert as_(None).get("/").root.get("lang") == PSEUDO.tag


def test_after_a_request_english_is_spoken(app: Flask, as_: Callable[[str | None], StrictClient]) -> None:
    with site_in(app, PSEUDO):
        as_(None).get("/")
    assert spoken() is ENGLISH


def test_letters_in_two_languages_are_written_at_once(app: Flask) -> None:
    """As by two threads of a worker."""
    both = Barrier(2)

    def write(language: Language) -> set[str]:
        written = set()
        with app.test_request_context(), speaking(language):
            for _ in range(20):
                both.wait(timeout=10)
                written.add(render_template_string("{% trans %}Save{% endtrans %}") + gettext("Save"))
        return written

    with ThreadPoolExecutor(2) as threads:
        english, other = threads.map(write, (ENGLISH, PSEUDO))
    assert len(english) == len(other) == 1
    assert english != other


def test_a_language_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    settings = replace(Settings(data_dir=tmp_path, testing=True), site_language="tlh")
    with pytest.raises(
        BadSetting, match="SITE_LANGUAGE names no language of this site: there is no catalogue for “tlh”"
    ):
        create_app(settings)
