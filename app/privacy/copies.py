"""A copy of everything about a person as one file: a page to read, and the same as JSON for a program."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from flask import current_app, stream_template

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.privacy.queries.own_data import OwnSection, own_sections

#: What the JSON says of itself: a program that reads it knows what it has.
FORMAT = "learning-networks/own-data/1"
STYLE = "css/own-data.css"


def write_copy(out: IO[bytes], person: Person, actor: Actor) -> None:
    """Write the file. It is read from the database row by row, so that it takes no more memory the more there is."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sections = list(own_sections(person, seen_by=actor))
        page = stream_template("privacy/copy.html", person=person, sections=_filled(sections), made_at=clock.now())
        _put(archive, "everything-about-me.html", page)
        _put(archive, "everything-about-me.json", _as_json(sections))
        archive.write(Path(current_app.root_path) / "static" / STYLE, "own-data.css")


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part.encode())


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
