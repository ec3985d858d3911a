"""What no row can be found by, a huge number or a text with NUL, leads nowhere and not into the database's error."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

from app.core.errors import NotFound

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """What `<int:…>` stands for: a number as a database's integer holds it."""

    def __init__(self, url_map: Map, *, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST) -> None:  # noqa: A002
        super().__init__(url_map, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def _without_nul() -> None:
        # SQLite looks for it and finds nothing; PostgreSQL refuses it in any text. What is typed into forms loses it.
        if "\x00" in request.path or b"%00" in request.query_string:
            raise NotFound
