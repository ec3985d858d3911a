"""Where pictures and files may stand. Each feature whose texts hold some says here who reads which of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select

from app.core.actor import Actor

#: The ids of the rows whose words the actor may read.
Visible = Callable[[Actor], Select[Any]]

_visible: dict[str, Visible] = {}


def offer(kind: str, visible: Visible) -> None:
    """Let texts of this kind hold pictures and files: they are seen by whoever may read the row."""
    _visible[kind] = visible


def all_of_them() -> Iterator[tuple[str, Visible]]:
    yield from sorted(_visible.items())
