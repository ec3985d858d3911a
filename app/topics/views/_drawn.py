"""Parts of a topic's page that follow from plain values alone: worked out once for the same values, and kept."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from app.core.language.kept import kept_by_language
from app.topics import distiller
from app.topics.queries import Anatomy
from app.web.page.fragments import fragment

#: Lines of the history that are open; the others are one click away.
RECENT = 6


class DrawnLine(NamedTuple):
    """What happened, who did it, and what a text said before it was changed."""

    at: datetime
    text: str
    who: str | None
    before: str | None


@kept_by_language(256)
def history(lines: tuple[DrawnLine, ...]) -> Markup:
    return _html("topics/_history.html", recent=lines[:RECENT], earlier=lines[RECENT:])


@kept_by_language(256)
def anatomy(here: str, parts: Anatomy, *, may_shape: bool, may_add: bool, rewordable: frozenset[int]) -> Markup:
    """Blocks, examples and causes. `here` is the topic's address; `rewordable`: examples whose words the reader edits."""
    return _html(
        "topics/_anatomy.html",
        here=here,
        parts=parts,
        may_shape=may_shape,
        may_add=may_add,
        rewordable=rewordable,
        categories=distiller.CATEGORIES,
    )


class MaterialWords(NamedTuple):
    """Where a topic lies in the module, in words; an empty text means all."""

    weeks: str
    activity_types: str
    sites: str
    assessments: str


@kept_by_language(256)
def mapping(here: str, place: MaterialWords | None, *, may_map: bool) -> Markup:
    return _html("topics/_mapping.html", here=here, place=place, may_map=may_map)


def _html(template: str, **values: object) -> Markup:
    return fragment(template, **values)
