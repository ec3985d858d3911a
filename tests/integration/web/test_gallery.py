"""The gallery shows every component, and only to those who build pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from tests.client import StrictClient

ROOT = Path(__file__).resolve().parents[3]
MACRO = re.compile(r"\{% macro ([a-z]\w+)\(")


def macros() -> set[str]:
    folder = ROOT / "app" / "templates" / "components"
    return {name for path in folder.glob("*.html") for name in MACRO.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("part", ["words", "forms", "lists"])
def test_each_sheet_keeps_the_rules_of_every_page(app: Flask, part: str) -> None:
    page = StrictClient(app, None).get(f"/dev/components?part={part}")
    assert page.status == 200
    assert "Every part, in every state" in page.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 418, 429, 500, 503])
def test_each_error_page_says_what_happened_and_what_to_do(app: Flask, status: int) -> None:
    page = StrictClient(app, None).get(f"/dev/errors?status={status}")
    assert len(page.find_all("h1")) == 1
    assert "The moderator can open another round." in page.text


def test_an_error_page_keeps_what_was_typed(app: Flask) -> None:
    page = StrictClient(app, None).get("/dev/errors?status=409")
    assert "What I typed, and do not want to lose." in page.values().values() or "do not want to lose" in page.text


def test_the_loop_says_in_words_where_it_stands(app: Flask) -> None:
    page = StrictClient(app, None).get("/dev/components")
    assert "Now: live, for 12 days; waits for S215 Module Team Member 3. 4 of 7 steps done." in page.text
    assert "Loop closed" in page.text


def test_what_is_withheld_is_said_to_screen_readers(app: Flask) -> None:
    page = StrictClient(app, None).get("/dev/components")
    assert "withheld: too few students to show" in page.text


def test_the_gallery_is_not_there_for_the_public(tmp_path: Path) -> None:
    site = create_app(Settings(data_dir=tmp_path))
    assert not [rule for rule in site.url_map.iter_rules() if rule.endpoint.startswith("gallery.")]


def test_every_macro_is_in_the_reference_and_in_the_gallery() -> None:
    reference = (ROOT / "docs" / "reference" / "components.md").read_text(encoding="utf-8")
    unnamed = {name for name in macros() if f"`{name}(" not in reference}
    assert unnamed == set()
    templates = ROOT / "app" / "templates"
    used = "".join(
        path.read_text(encoding="utf-8") for folder in ("dev", "errors") for path in (templates / folder).glob("*.html")
    )
    used += (templates / "base.html").read_text(encoding="utf-8") + (templates / "front.html").read_text(
        encoding="utf-8"
    )
    used += "".join(path.read_text(encoding="utf-8") for path in (templates / "components").glob("_*.html"))
    assert {name for name in macros() if f"{name}(" not in used} == set()
