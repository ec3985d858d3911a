"""Flask, with three of its habits made cheap.

Two were a fifth of the cost of a page with many links and fragments. Building an address walks the routes each time,
though the same name and values always give the same address; and Jinja lays a new map over its globals for each
template, which a fragment then copies key by key (see `Templates`). The third was three quarters of making the
application: see `Route`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, cast

from flask import Flask, has_request_context, request
from werkzeug.routing import Rule

from app.core.language.spoken import SOURCE, spoken
from app.web.serving.cookies import SessionCookie
from app.web.serving.templates import Templates
from app.web.serving.uploads import SiteRequest


class Route(Rule):
    """Werkzeug writes and compiles two Python functions for each route as it is added: how its addresses are built. Most
    processes build few of them, and a command none. Here each is written when it is first called.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        write = super()._compile_builder

        @cache
        def written() -> Callable[..., tuple[str, str]]:
            return write(append_unknown)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return written()(rule, **values)

        return build


class Site(Flask):
    jinja_environment = Templates
    request_class = SiteRequest
    url_rule_class = Route
    session_interface = SessionCookie()

    def __init__(self, *args: Any, **options: Any) -> None:
        self._templates: dict[str, Templates] = {}
        super().__init__(*args, **options)
        self._known_address = lru_cache(maxsize=4096)(self._address)

    @property
    def jinja_env(self) -> Templates:
        """The templates in the language of this moment; what is added to those of one language is added to all."""
        language = spoken()
        try:
            return self._templates[language.tag]
        except KeyError:
            source = self._templates.get(SOURCE)
            if source is None:
                source = self._templates[SOURCE] = cast("Templates", self.create_jinja_environment())
            return self._templates.setdefault(language.tag, source.in_language(language))

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
