"""What every template may call: dates as people read them, plurals, permission questions, panels."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from app.core import clock, permissions
from app.core.site.in_force import in_force, known
from app.core.text import formula_words, markdown
from app.core.text.mathematics import is_too_deep
from app.core.text.words import age, ago, clock_time, day, isolated, last_here, moment, plural, short_day
from app.web.actor import actor
from app.web.page import panels

_TEX = re.compile(r"\\\((.+?)\\\)")


def formulas(text: str) -> Markup:
    """One line of plain text, escaped, with its TeX (between backslash and bracket) marked for the browser to set."""
    parts = enumerate(_TEX.split(text))  # every second part stood between the marks
    return Markup("").join(_formula(part) if at % 2 else escape(part) for at, part in parts)


def _formula(tex: str) -> Markup:
    # As in a text: what a browser could choke on stands as its source.
    kind = Markup("<code>\\({}\\)</code>") if is_too_deep(tex) else Markup('<span class="arithmatex">\\({}\\)</span>')
    return kind.format(tex)


def initials(name: str) -> str:
    """Two letters for a name, in a disc beside what its bearer wrote: for the eye only."""
    words = name.split() or [""]
    if words[-1].isdigit():
        return words[-1][-2:]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


def may(permission: StrEnum, subject: Any) -> bool:
    """Whether the person who reads the page is allowed; the same table that guards the service."""
    return permissions.allowed(actor(), permission, subject)


def panel(slot: str, **subject: Any) -> Markup:
    return panels.panel(slot, actor=actor(), **subject)


def collect(slot: str, **subject: Any) -> list[Any]:
    """The values offered to a slot of the frame, such as the sections of a network."""
    return panels.collect(slot, actor=actor(), **subject)


def init_app(app: Flask) -> None:
    for filter_ in (day, short_day, moment, age, ago, plural, last_here, clock_time):
        app.add_template_filter(filter_)
    app.add_template_filter(formulas)
    app.add_template_filter(initials)
    app.add_template_filter(isolated)
    app.add_template_filter(formula_words.in_words)
    app.add_template_filter(markdown.markup, "markup")
    app.add_template_filter(markdown.plain, "plain")
    app.add_template_filter(markdown.opening, "opening")
    for name, function in (("may", may), ("panel", panel), ("collect", collect), ("actor", actor), ("plural", plural)):
        app.add_template_global(function, name)
    app.add_template_global(clock.now, "now")
    app.add_template_global(clock.place, "clock_place")
    app.add_template_global(known, "this_site")
    app.add_template_global(clock.is_demo_time, "is_demo_time")

    @app.before_request
    def _go_by_the_settings() -> None:
        # What the site is called, and its time zone. Whether it answers at all is said without them.
        if request.blueprint != "health":
            in_force()

    @app.context_processor
    def _page() -> dict[str, Any]:
        # Lazy: a page that shows no header (a fragment) asks for no counts.
        return {
            "settings": current_app.extensions["settings"],
        }
