"""The key under a chart: every sign with its word, and the interventions by number."""

from __future__ import annotations

from markupsafe import Markup

from app.analytics.charts.series import Picture
from app.web.page.svg import tag


def legend(picture: Picture) -> Markup:
    entries = [_entry(_line(picture.line_class(line)), line.presentation) for line in reversed(picture.lines)]
    if picture.has_module_line:
        entries.append(_entry(_line("chart-line--module chart-line"), f"whole module, {picture.focus.presentation}"))
    if picture.shaded:
        first, last = picture.shaded
        weeks = f"week {first}" if first == last else f"weeks {first} to {last}"
        entries.append(_entry(_box("chart-shade"), f"{weeks}, mapped to this topic"))
    if picture.deadlines:
        entries.append(_entry(_box("chart-bar"), f"assignment due in {picture.focus.presentation}"))
    entries.append(_entry(_box("chart-column"), f"withdrawn from {picture.focus.presentation}"))
    return tag("ul", *entries, class_="legend") + _interventions(picture)


def _interventions(picture: Picture) -> Markup:
    """Numbered as on the chart, since their titles are longer than the room there."""
    if not picture.markers:
        return Markup("")
    items = (
        tag("li", tag("b", marker.label), f" went live in week {marker.week} of {marker.presentation}")
        for marker in picture.markers
    )
    return tag("ol", *items, class_="chart-key")


def _entry(sign: Markup, words: str) -> Markup:
    return tag("li", sign, words)


def _line(class_: str) -> Markup:
    drawn = tag("path", class_=class_, d="M0 6H32")
    return tag("svg", drawn, viewBox="0 0 32 12", aria_hidden="true", focusable="false")


def _box(class_: str) -> Markup:
    drawn = tag("rect", class_=class_, x=4, width=24, height=12)
    return tag("svg", drawn, viewBox="0 0 32 12", aria_hidden="true", focusable="false")
