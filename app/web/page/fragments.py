"""Fragments of a page: drawn alone for a slot or for htmx, and kept for the next reader where they follow from little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import render_template, request
from markupsafe import Markup

from app.core.language.kept import kept_by_language

F = TypeVar("F", bound=Callable[..., Any])


def wants_fragment() -> bool:
    """A request by htmx, but not to restore a page from its history."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def fragment(template: str, **values: Any) -> Markup:
    """This template with these values, to stand in a page as it is."""
    return Markup(render_template(template, **values))  # noqa: S704 -- a rendered template


def kept(function: F) -> F:
    """For a fragment that follows from its arguments alone: most pages show what they showed before (decision 0011)."""
    return kept_by_language()(function)
