"""The documentation knows every setting, command, event, permission and state, and its links lead somewhere."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask

from app.core.permissions import all_rules
from config import Settings
from scripts import house, prepare, reference
from tests.architecture.source import ROOT, project_files, short

ACCOUNT = re.compile(r"[a-z0-9.]+@example\.org")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(
    "name",
    [
        "settings.md",
        "commands.md",
        "events.md",
        "permissions.md",
        "states.md",
        "personal-data.md",
    ],
)
def test_a_generated_page_is_up_to_date(site: Flask, name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == reference.pages(site)[name], f"docs/reference/{name} is out of date: run `make docs`"


def test_the_drawings_are_up_to_date() -> None:
    folder = ROOT / "docs" / "images" / "house"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
    assert written == house.drawings(), "docs/images/house is out of date: run `make docs`"


def test_every_setting_says_what_it_is_for() -> None:
    assert [each.name for each in dataclasses.fields(Settings) if len(each.metadata["help"].split()) < 2] == []


def test_every_command_says_what_it_does(site: Flask) -> None:
    commands = reference.commands_page(site)
    silent = re.findall(r"^### `([^`]+)`\n\n\s*(?=\n|\Z|#)", commands, re.MULTILINE)
    assert silent == []


def test_every_event_says_what_happened() -> None:
    assert re.findall(r"^\| `(\w+)` \|  \|", reference.events_page(), re.MULTILINE) == []


def test_every_permission_is_named_feature_noun_verb(site: Flask) -> None:
    assert site
    names = [permission.value for permission in all_rules()]
    assert [name for name in names if not re.fullmatch(r"[a-z]+:[a-z-]+:[a-z-]+", name)] == []
    assert [permission for permission, rule in all_rules().items() if not rule.refusal.endswith((".", "?"))] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{short(path)}: {target}"
        for path in project_files()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not target.startswith(("http://", "https://", "mailto:")) and not (path.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in Path(ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_whoever_the_tutorial_needs_is_named_where_one_looks_first() -> None:
    needed = set(ACCOUNT.findall((ROOT / "docs/tutorial/once-round-the-loop.md").read_text(encoding="utf-8")))
    assert needed
    assert needed <= set(prepare.SHOWN)
    assert set(ACCOUNT.findall((ROOT / "README.md").read_text(encoding="utf-8"))) == set(prepare.SHOWN)


def test_files_that_the_docs_name_are_there() -> None:
    """Decisions say what was so then; the other pages what is so now."""
    pages = [path for path in project_files() if path.suffix == ".md" and path.parent.name != "decisions"]
    named = {
        (short(page), name)
        for page in pages
        if page.name != "CHANGELOG.md"
        for name in re.findall(r"`((?:app|tests|scripts|migrations)/[\w/.-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named
    assert {(page, name) for page, name in named if not (ROOT / name).exists()} == set()
