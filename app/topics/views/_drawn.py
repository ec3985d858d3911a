"""Parts of a topic's page that follow from plain values alone: worked out once for the same values, and kept."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from app.core.language.kept import kept_by_language
from app.topics import distiller
from app.topics.queries import Anatomy
from app.web.page.fragments import fragment


class DrawnLine(NamedTuple):
    """What happened, who did it, and what a text said before it was changed."""

    at: datetime
    text: str
    who: str | None
    before: str | None


@kept_by_language(256)
def history(lines: tuple[DrawnLine, ...]) -> Markup:
    return _html("topics/_history.html", lines=lines)


@kept_by_language(256)
def anatomy(here: str, parts: Anatomy, *, may_shape: bool, may_add: bool, rewordable: frozenset[int]) -> Markup:
    """Blocks and examples. `here` is the topic's address; `rewordable`: examples whose words the reader edits."""
    return _html(
        "topics/_anatomy.html",
        here=here,
        parts=parts,
        may_shape=may_shape,
        may_add=may_add,
        rewordable=rewordable,
    )


@kept_by_language(256)
def causes(here: str, parts: Anatomy, *, may_add: bool) -> Markup:
    """Why students do not understand: the causes that were met, by stumbling block."""
    rows = parts.matrix
    counted = [
        distiller.Cause(category.name, total, tuple(row.counts[place] for row in rows))
        for place, category in enumerate(distiller.CATEGORIES)
        if (total := sum(any(code.startswith(category.number) for code in each.codes) for each in parts.examples))
    ]
    unseen = [
        category.name for category in distiller.CATEGORIES if category.name not in {each.name for each in counted}
    ]
    return _html("topics/_causes.html", here=here, rows=rows, causes=counted, unseen=unseen, may_add=may_add)


class MaterialWords(NamedTuple):
    """Where a topic lies in the module, in words; an empty text and no site mean all."""

    weeks: str
    activity_types: str
    sites: int
    assessments: str


@kept_by_language(256)
def mapping(here: str, place: MaterialWords | None, *, may_map: bool) -> Markup:
    return _html("topics/_mapping.html", here=here, place=place, may_map=may_map)


def _html(template: str, **values: object) -> Markup:
    return fragment(template, **values)
