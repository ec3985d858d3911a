"""Numbers in addresses: one that no row can have leads nowhere, instead of into the database's error."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """What `<int:…>` stands for: a number as a database's integer holds it."""

    def __init__(self, url_map: Map, *, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST) -> None:  # noqa: A002
        super().__init__(url_map, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
