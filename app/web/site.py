"""Flask, with two of its habits made cheap for pages that hold many links and fragments.

Both were a fifth of a page's cost. Building an address walks the routes each time, though the same name and values
always give the same address; and Jinja lays a new map over its globals for each template, which a fragment then
copies key by key.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from flask.templating import Environment


class Templates(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The one map of globals, unless a template is given some of its own; then a layer over it, as Jinja does."""
        return super().make_globals(d) if d else self.globals


class Site(Flask):
    jinja_environment = Templates

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known_address = lru_cache(maxsize=4096)(self._address)

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Flask's, remembering plain addresses within the site (a bounded number of them)."""
        special = _anchor or _method or _scheme or _external or endpoint.startswith(".")
        if special or not has_request_context():
            options: dict[str, Any] = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme}
            return super().url_for(endpoint, _external=_external, **options, **values)
        try:
            return self._known_address(request.root_path, endpoint, tuple(values.items()))
        except TypeError:  # a list among the values
            return super().url_for(endpoint, **values)

    def _address(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))
