"""What every template may call: dates as people read them, plurals, permission questions, panels."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from app.core import clock, permissions
from app.core.text import formula_words, markdown
from app.core.text.mathematics import is_too_deep
from app.core.text.words import isolated
from app.web.actor import actor
from app.web.page import panels


def day(value: date | datetime | None) -> str:
    """20 July 2018, by the UK calendar."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def short_day(value: date | datetime | None) -> str:
    """20 Jul, with the year unless it is this one."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b}" if local.year == clock.today().year else f"{local.day} {local:%b %Y}"


def moment(value: datetime | None) -> str:
    """20 July 2018, 21:42 on a UK clock."""
    return "–" if value is None else f"{day(value)}, {clock.local(value):%H:%M}"


def age(value: datetime | date | None) -> str:
    """How long it has been so, in the largest unit that says enough: 5 minutes, 3 hours, 12 days, 4 months.

    "" for less than a minute, and for a day that is today: there is nothing to say yet.
    """
    if value is None:
        return ""
    gone = clock.now() - value if isinstance(value, datetime) else timedelta(days=(clock.today() - value).days)
    for unit, length in (("year", 365), ("month", 30.44), ("day", 1)):
        if (count := int(gone / timedelta(days=length))) and (unit != "month" or count > 1 or gone.days > 45):
            return plural(count, unit)
    for unit, seconds in (("hour", 3600), ("minute", 60)):
        if (count := int(gone.total_seconds() / seconds)) > 0:
            return plural(count, unit)
    return ""


def ago(value: datetime | date | None) -> str:
    """The same as a time in the past: 5 minutes ago, just now; of a day, today."""
    if value is None:
        return ""
    gone = age(value)
    return f"{gone} ago" if gone else "just now" if isinstance(value, datetime) else "today"


def plural(count: int, one: str, many: str = "") -> str:
    """1 vote, 2 votes; the number always stands with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


_TEX = re.compile(r"\\\((.+?)\\\)")


def formulas(text: str) -> Markup:
    """One line of plain text, escaped, with its TeX (between backslash and bracket) marked for the browser to set."""
    parts = enumerate(_TEX.split(text))  # every second part stood between the marks
    return Markup("").join(_formula(part) if at % 2 else escape(part) for at, part in parts)


def _formula(tex: str) -> Markup:
    # As in a text: what a browser could choke on stands as its source.
    kind = Markup("<code>\\({}\\)</code>") if is_too_deep(tex) else Markup('<span class="arithmatex">\\({}\\)</span>')
    return kind.format(tex)


def may(permission: StrEnum, subject: Any) -> bool:
    """Whether the person who reads the page is allowed; the same table that guards the service."""
    return permissions.allowed(actor(), permission, subject)


def panel(slot: str, **subject: Any) -> Markup:
    return panels.panel(slot, actor=actor(), **subject)


def collect(slot: str, **subject: Any) -> list[Any]:
    """The values offered to a slot of the frame, such as the sections of a network."""
    return panels.collect(slot, actor=actor(), **subject)


def init_app(app: Flask) -> None:
    for filter_ in (day, short_day, moment, age, ago, plural):
        app.add_template_filter(filter_)
    app.add_template_filter(formulas)
    app.add_template_filter(isolated)
    app.add_template_filter(formula_words.in_words)
    app.add_template_filter(markdown.markup, "markup")
    app.add_template_filter(markdown.plain, "plain")
    for name, function in (("may", may), ("panel", panel), ("collect", collect), ("actor", actor), ("plural", plural)):
        app.add_template_global(function, name)
    app.add_template_global(clock.now, "now")
    app.add_template_global(clock.is_demo_time, "is_demo_time")

    @app.context_processor
    def _page() -> dict[str, Any]:
        # Lazy: a page that shows no header (a fragment) asks for no counts.
        return {
            "header_counts": lambda: panels.collect("header.counts", actor=actor()) if actor().signed_in else [],
            "settings": current_app.extensions["settings"],
        }
