"""The overlay on a topic's page: what students did, beside what tutors say and feel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple

from flask import render_template, url_for
from markupsafe import Markup

from app.analytics import queries
from app.analytics.catalogue import DatasetInfo
from app.analytics.charts import Marker, assessment_bars, assessment_table, weekly_lines, weekly_tables
from app.analytics.charts.words import in_one_sentence
from app.analytics.current_store import store
from app.analytics.measures.figures import Overlay
from app.analytics.planned_and_recorded import due_otherwise
from app.core import clock
from app.core.actor import Actor
from app.core.errors import Invalid, Refused
from app.core.language.kept import kept_by_language
from app.core.language.spoken import gettext
from app.core.text.words import day
from app.interventions.panels import lines_of_topic
from app.interventions.queries import InterventionLine
from app.networks.models import LearningNetwork, Presentation
from app.planner.models import StudyPlanner
from app.topics.models import TrickyTopic
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem


class DrawnFigures(NamedTuple):
    """Charts of an overlay, and the same in tables."""

    charts: Markup
    numbers: Markup


_drawn: OrderedDict[tuple[Any, ...], DrawnFigures] = OrderedDict()
_drawing = Lock()
MOST_DRAWN = 128


def figures_of(overlay: Overlay, markers: Sequence[Marker], address: str = "") -> DrawnFigures:
    """Charts and tables of an overlay; `address` is that of its topic. They never change within a version, so they are drawn
    once per process.
    """
    key = (overlay.dataset, overlay.mapping, tuple(markers), address)
    with _drawing:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    parts = {**_parts(overlay, markers), "address": address}
    figures = DrawnFigures(fragment("analytics/_charts.html", **parts), fragment("analytics/_numbers.html", **parts))
    with _drawing:
        _drawn[key] = figures
        while len(_drawn) > MOST_DRAWN:
            _drawn.popitem(last=False)
    return figures


def _parts(overlay: Overlay, markers: Sequence[Marker]) -> dict[str, Any]:
    whole = overlay.mapping.is_whole_module
    heading = "Students active in the module" if whole else "Students active on this material"
    return {
        "sentence": "" if whole else in_one_sentence(overlay),
        "weekly": weekly_lines(overlay, markers, heading=heading),
        "tables": weekly_tables(overlay, markers),
        "assessments": assessment_bars(overlay),
        "assessment_rows": assessment_table(overlay),
    }


class Voices(NamedTuple):
    """What tutors say about a topic, by a day: how many voted, and the figure of the causes, as its page has drawn it."""

    votes: int
    day: date
    causes: Markup


def overlay_panel(actor: Actor, topic: TrickyTopic, network: LearningNetwork, causes: Markup) -> Markup:
    """The panel of the slot topics.topic.data; its empty states say who can do what next."""
    mapping = queries.topic_mapping(topic, seen_by=actor)
    catalogue = store().catalogue_for(network.module.code)
    if mapping is None or catalogue is None:
        return _missing(network.module.code, causes, mapped=mapping is not None)
    try:
        overlay = queries.figures_of_topic(network.module.code, topic, mapping, catalogue, seen_by=actor)
    except Invalid as fault:
        return _missing(network.module.code, causes, mapped=True, fault=fault.message)
    except Refused as refusal:
        return _missing(network.module.code, causes, mapped=True, refusal=f"{refusal.message} {refusal.help_text}")
    address = url_for("topics.topic", slug=network.slug, number=topic.number)
    voices = Voices(topic.vote_count, clock.today(), causes)
    above, between, below = _around(voices, catalogue.info)
    figures = figures_of(overlay, _markers(lines_of_topic(actor, topic)), address)
    return Markup(f"{above}{figures.charts}{between}{figures.numbers}{below}")  # noqa: S704 -- rendered by templates, all


def _markers(lines: Sequence[InterventionLine]) -> tuple[Marker, ...]:
    """Those that went live in a presentation with a known first day, the earliest first."""
    return tuple(
        Marker.of(each.number, each.title, each.live_on, each.live_in, each.begins_on)
        for each in sorted(lines, key=lambda each: (each.live_on or date.max, each.id))
        if each.live_on and each.live_in and each.begins_on
    )


#: Stand for the figures, which are kept apart: they are long, and change less often than the voices.
_CHARTS, _NUMBERS = Markup("<charts>"), Markup("<numbers>")


# Both follow from their arguments alone, so what was drawn for the same ones is kept.
@kept_by_language(MOST_DRAWN)
def _around(voices: Voices, dataset: DatasetInfo) -> tuple[str, str, str]:
    """What tutors say beside what students did, in three pieces: charts and numbers belong between them."""
    shown = {"voices": voices, "dataset": dataset, "charts": _CHARTS, "numbers": _NUMBERS}
    above, _, rest = render_template("analytics/_overlay.html", **shown).partition(_CHARTS)
    between, _, below = rest.partition(_NUMBERS)
    return above, between, below


@kept_by_language(MOST_DRAWN)
def _missing(module: str, causes: Markup, *, mapped: bool, fault: str = "", refusal: str = "") -> Markup:
    shown = {"module": module, "causes": causes, "mapped": mapped, "fault": fault, "refusal": refusal}
    return fragment("analytics/_overlay_missing.html", **shown)


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:  # noqa: ARG001 -- every member sees it
    return [NavItem(gettext("Data"), url_for("analytics.module", slug=network.slug))]


def way_to_datasets(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    return [NavItem(gettext("Datasets"), url_for("datasets.datasets"))]


def link_to_datasets(actor: Actor) -> list[NavItem]:
    """For who keeps the datasets and is no administrator; those have it among their pages."""
    return way_to_datasets(actor) if actor.is_analyst and not actor.is_admin else []


def imported_on(dataset: DatasetInfo) -> str:
    """The day of the import, as people read it."""
    return day(datetime.fromisoformat(dataset.imported_at))


def section_of_topic() -> list[tuple[str, str]]:
    """Where the panel stands on a topic's page, for the list of what is on it."""
    return [("What students did", "#overlay")]


def planner_differences(
    actor: Actor,  # noqa: ARG001 -- shown to whoever reads the planner
    network: LearningNetwork,
    presentation: Presentation,
    planner: StudyPlanner,
) -> Markup | None:
    """Under a study planner: where the data of its presentation say otherwise."""
    code, first_day = presentation.code, presentation.starts_on
    differences = due_otherwise(network.module.code, code, first_day, planner.assignments)
    return fragment("analytics/_planner_differences.html", differences=differences) if differences else None
