"""Whatever is pasted: nobody is lost by a neighbour, nobody is made up, and nothing fails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text import addresses
from app.networks.invitations.pasted import read, remaining
from app.networks.models import Role

WORD = st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True).filter(lambda word: word.casefold() not in {"team", "chair"})
NAME = st.tuples(WORD, WORD).map(" ".join)
EMAIL = st.tuples(
    st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?", fullmatch=True), st.sampled_from(["open.ac.uk", "x.org", "uni.example"])
).map("@".join)
PEOPLE = st.lists(st.tuples(NAME, EMAIL), min_size=1, max_size=6, unique_by=lambda person: person[1])
ROLES = {Role.AL: "Tutor", Role.MODULE_TEAM: "Module team", Role.MODERATOR: "moderator", Role.ANALYST: "Analyst"}


def outlook(name: str, email: str) -> str:
    first, last = name.split()
    return f'"{last}, {first}" <{email}>'


LAYOUTS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "one a line": lambda people: "\n".join(f"{name} <{email}>" for name, email in people),
    "commas": lambda people: "\r\n".join(f"{name}, {email}" for name, email in people),
    "outlook": lambda people: "; ".join(outlook(*person) for person in people),
    "cells": lambda people: "\n".join(f"{name}\t{email}" for name, email in people),
    "cells the other way": lambda people: "\n".join(f"{email}\t{name}" for name, email in people),
    "heads": lambda people: "Name,Email\n" + "\n".join(f'"{name}",{email}' for name, email in people),
    "semicolons": lambda people: "\ufeffEmail;Name\n" + "\n".join(f"{email};{name}" for name, email in people),
    "web page": lambda people: "\n".join(
        f"\u2022 {name.replace(' ', chr(0xA0))} mailto:{email}" for name, email in people
    ),
}

#: Lines that name nobody. None may be taken for the name of whoever stands below.
NOISE = st.sampled_from(
    [
        "",
        "   \t",
        "--------",
        "no address here.",
        "half@",
        "@half.org",
        "two@signs@x.org",
        "spaced out @",
        "Staff list:",
        "tutor at open.ac.uk",
        '"""',
        "<<<>>>",
        "jörg@x.org",
        ";;;",
        "12/03/2026",
    ]
)


@given(st.text(max_size=400))
def test_anything_is_read_without_failing(text: str) -> None:
    for entry in read(text):
        assert 1 <= entry.line <= len(re.split("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text))
        assert bool(entry.fault) == (not entry.email)
        if entry.email:
            assert entry.name
            assert addresses.usable(entry.email) == entry.email
    assert [entry.email for entry in read(remaining(text, read(text)))].count("") <= len(read(text))


@given(st.text(alphabet='<>"@;,\t \n:()ab.•-', max_size=120))
def test_any_pile_of_the_signs_of_lists_is_read(text: str) -> None:
    assert all(entry.line >= 1 for entry in read(text))


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=30)
@given(people=PEOPLE)
def test_each_layout_gives_the_people_back(layout: str, people: list[tuple[str, str]]) -> None:
    assert [(entry.name, entry.email) for entry in read(LAYOUTS[layout](people))] == people


@settings(max_examples=50)
@given(
    people=PEOPLE,
    roles=st.lists(st.sampled_from(sorted(ROLES)), min_size=6, max_size=6),
    order=st.permutations([0, 1, 2]),
)
def test_columns_stand_in_any_order(people: list[tuple[str, str]], roles: list[Role], order: list[int]) -> None:
    def row(cells: tuple[str, str, str]) -> str:
        return "\t".join(cells[place] for place in order)

    lines = [row((name, email, ROLES[role])) for (name, email), role in zip(people, roles, strict=False)]
    for text in ("\n".join([row(("Name", "E-mail", "Role")), *lines]), "\n".join(lines)):
        found = [(entry.name, entry.email, entry.role) for entry in read(text)]
        assert found == [(*person, role) for person, role in zip(people, roles, strict=False)]


@settings(max_examples=50)
# Each noise once: two lines of quotation marks rightly make one cell of what stands between them.
@given(people=PEOPLE, noise=st.lists(st.tuples(st.integers(0, 20), NOISE), max_size=10, unique_by=lambda each: each[1]))
def test_lines_that_name_nobody_take_nobody_along(people: list[tuple[str, str]], noise: list[tuple[int, str]]) -> None:
    lines = [f"{name}, {email}" for name, email in people]
    for place, line in noise:
        lines.insert(place % (len(lines) + 1), line)
    sound = [entry for entry in read("\n".join(lines)) if not entry.fault]
    assert [(entry.name, entry.email) for entry in sound] == people
    assert all(lines[entry.line - 1].startswith(entry.name) for entry in sound)


def test_of_500_lines_with_40_wrong_460_are_kept() -> None:
    wrong = ["Nobody Atall, nobody at x.org", "half@", "Jörg Groß <jörg@x.org>", "two@signs@x.org"] * 10
    lines = [f"Tutor Number{'abcdefghij'[n % 10]}, tutor.{n}@open.ac.uk" for n in range(460)]
    for number, line in enumerate(wrong):
        lines.insert(number * 12, line)
    entries = read("\n".join(lines))
    assert len(lines) == len(entries) == 500
    assert sum(bool(entry.fault) for entry in entries) == 40
