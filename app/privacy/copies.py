"""A copy of everything about a person as one file: a page to read, and the same as JSON for a program."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from flask import current_app, stream_template
from markupsafe import Markup

from app.accounts.models import Person
from app.attachments import queries as attachments
from app.attachments.keeping import stores
from app.core import clock
from app.core.actor import Actor
from app.core.text.words import day, moment
from app.privacy.queries.own_data import BATCH, OwnSection, own_sections
from app.web.page.naming import all_spelled_out

#: What the JSON says of itself: a program that reads it knows what it has.
FORMAT = "learning-networks/own-data/1"
STYLE = "css/own-data.css"
#: Pieces that are packed at once.
TOGETHER = 2_000


def write_copy(out: IO[bytes], person: Person, actor: Actor) -> None:
    """Write the file. It is read from the database row by row, so that it takes no more memory the more there is."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sections = [_spelled_out(each, actor) for each in own_sections(person, seen_by=actor)]
        page = stream_template("privacy/copy.html", person=person, sections=_filled(sections), made_at=clock.now())
        _put(archive, "everything-about-me.html", page)
        _put(archive, "everything-about-me.json", _as_json(sections))
        _put_files(archive, actor)
        archive.write(Path(current_app.root_path) / "static" / STYLE, "own-data.css")


def _spelled_out(section: OwnSection, actor: Actor) -> OwnSection:
    """Its rows with what their tokens stand for, as the reader may know it."""

    def rows() -> Iterator[dict[str, Any]]:
        found = section.rows()
        while several := list(islice(found, BATCH)):
            texts = [value for row in several for value in row.values() if type(value) is str]
            said = iter(all_spelled_out(texts, actor))
            for row in several:
                yield {name: next(said) if type(value) is str else value for name, value in row.items()}

    return OwnSection(section.key, section.title, rows)


def _put_files(archive: zipfile.ZipFile, actor: Actor) -> None:
    """The pictures and files themselves: small already, so they are only laid in."""
    for name, place in attachments.all_own(seen_by=actor):
        with suppress(FileNotFoundError), stores.current().open(place) as held:
            info = zipfile.ZipInfo(f"files/{name}")
            with archive.open(info, "w") as file:
                shutil.copyfileobj(held, file)


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        for page in _batched(parts):
            file.write(page.encode())


def _batched(parts: Iterable[str]) -> Iterator[str]:
    """The same in larger pieces: each costs the packing as much as a thousand signs."""
    held: list[str] = []
    for part in parts:
        held.append(part)
        if len(held) == TOGETHER:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _filled(sections: Iterable[OwnSection]) -> Iterator[tuple[OwnSection, Iterator[dict[str, Any]]]]:
    """The sections with anything in them, each with its rows."""
    for section in sections:
        rows = section.rows()
        first = next(rows, None)
        if first is not None:
            yield section, chain([first], rows)


def _as_json(sections: Iterable[OwnSection]) -> Iterator[str]:
    yield f'{{"format": {json.dumps(FORMAT)}, "made_at": {json.dumps(clock.now().isoformat())}, "sections": ['
    for number, section in enumerate(sections):
        yield "," if number else ""
        yield f'\n{{"key": {json.dumps(section.key)}, "title": {_said(section.title)}, "rows": ['
        for place, row in enumerate(section.rows()):
            yield ("," if place else "") + "\n  " + _said(row)
        yield "]}"
    yield "\n]}\n"


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda instant: instant.isoformat())


def row_of_a_copy(row: dict[str, Any]) -> Markup:
    """A row for the page. Put together here: a template takes twice as long over the many that a busy person has."""
    return _ROW.join(_WORD % (f"{word[:1].upper()}{word[1:]}", in_words(value)) for word, value in row.items())


_ROW, _WORD = Markup(""), Markup('<dt>%s</dt><dd dir="auto">%s</dd>')
#: Verbs and tables of the history, as they are stored.
_CODE = re.compile("[a-z]+(?:_[a-z]+)+")


def in_words(value: Any) -> str:
    """A value as the page of the copy says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    said = str(value)
    return said.replace("_", " ") if _CODE.fullmatch(said) else said
