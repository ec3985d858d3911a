"""The overlay on a topic's page: what students did, beside what tutors say and feel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from app.analytics import queries
from app.analytics.access import measures, store
from app.analytics.catalogue import DatasetInfo
from app.analytics.charts import Marker, assessment_bars, assessment_table, weekly_lines, weekly_tables
from app.analytics.measures.answers import Overlay
from app.core.actor import Actor
from app.core.errors import Invalid
from app.networks.models import LearningNetwork
from app.topics.models import TopicMapping, TrickyTopic
from app.web.filters import day
from app.web.panels import NavItem

_drawn: OrderedDict[tuple[Any, ...], Markup] = OrderedDict()
_drawing = Lock()
MOST_DRAWN = 128


def figures_of(overlay: Overlay, markers: Sequence[Marker]) -> Markup:
    """Charts and tables of an overlay. They never change within a version, so they are drawn once per process."""
    key = (overlay.dataset, overlay.mapping, tuple(markers))
    with _drawing:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    figures = Markup(render_template("analytics/_figures.html", **_parts(overlay, markers)))  # noqa: S704 -- a template
    with _drawing:
        _drawn[key] = figures
        while len(_drawn) > MOST_DRAWN:
            _drawn.popitem(last=False)
    return figures


def _parts(overlay: Overlay, markers: Sequence[Marker]) -> dict[str, Any]:
    whole = overlay.mapping.is_whole_module
    heading = "Students active in the module" if whole else "Students active on this material"
    return {
        "weekly": weekly_lines(overlay, markers, heading=heading),
        "tables": weekly_tables(overlay, markers),
        "assessments": assessment_bars(overlay),
        "assessment_rows": assessment_table(overlay),
    }


def topic_overlay(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup:
    """The panel of the slot topics.topic.main; its empty states say who can do what next."""
    mapping = queries.topic_mapping(topic, seen_by=actor)
    dataset = store().dataset_for(network.module.code)
    context: dict[str, Any] = {"topic": topic, "network": network, "mapping": mapping, "dataset": dataset}
    if mapping is None or dataset is None:
        return Markup(render_template("analytics/_overlay_missing.html", fault="", **context))  # noqa: S704
    try:
        overlay = measures().overlay(queries.as_question(network.module.code, mapping))
    except Invalid as fault:
        return Markup(render_template("analytics/_overlay_missing.html", fault=fault.message, **context))  # noqa: S704
    markers = queries.live_markers(topic.id, seen_by=actor)
    return Markup(  # noqa: S704 -- a rendered template
        render_template(
            "analytics/_overlay.html",
            overlay=overlay,
            figures=figures_of(overlay, markers),
            categories=queries.examples_by_category(topic, seen_by=actor),
            **context,
        )
    )


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:  # noqa: ARG001 -- every member sees it
    return [NavItem("Data", url_for("analytics.module", slug=network.slug))]


def mapped_weeks(mapping: TopicMapping) -> str:
    """Week 7, or weeks 7 to 9."""
    if mapping.week_from == mapping.week_to:
        return f"week {mapping.week_from}"
    return f"weeks {mapping.week_from} to {mapping.week_to}"


def imported_on(dataset: DatasetInfo) -> str:
    """The day of the import, as people read it."""
    return day(datetime.fromisoformat(dataset.imported_at))
