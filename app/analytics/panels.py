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
from app.analytics.current_store import store
from app.analytics.measures import MaterialQuery
from app.analytics.measures.figures import Overlay
from app.analytics.planned_and_recorded import due_otherwise
from app.core import clock
from app.core.actor import Actor
from app.core.errors import Invalid, Refused
from app.core.language.kept import kept_by_language
from app.core.text.words import day
from app.networks.models import LearningNetwork, Presentation
from app.planner.models import StudyPlanner
from app.topics.models import TrickyTopic
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem

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
    figures = fragment("analytics/_figures.html", **_parts(overlay, markers))
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


class Voices(NamedTuple):
    """What tutors say about a topic, by a day: how many voted, and the problem examples by cause."""

    votes: int
    day: date
    categories: tuple[tuple[str, int], ...]


def overlay_panel(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup:
    """The panel of the slot topics.topic.main; its empty states say who can do what next."""
    mapping = queries.topic_mapping(topic, seen_by=actor)
    catalogue = store().catalogue_for(network.module.code)
    if mapping is None or catalogue is None:
        return _missing(network.module.code, mapped=mapping is not None)
    try:
        overlay = queries.figures_of_topic(network.module.code, topic, mapping, catalogue, seen_by=actor)
    except Invalid as fault:
        return _missing(network.module.code, mapped=True, fault=fault.message)
    except Refused as refusal:
        return _missing(network.module.code, mapped=True, refusal=f"{refusal.message} {refusal.help_text}")
    voices = Voices(topic.vote_count, clock.today(), queries.examples_by_category(topic, seen_by=actor))
    tested_in = tuple(each.in_words for each in mapping.assessments)
    address = url_for("topics.topic", slug=network.slug, number=topic.number)
    above, below = _around(voices, overlay.mapping, tested_in, catalogue.info, address)
    figures = figures_of(overlay, queries.live_markers(topic, seen_by=actor))
    return Markup(f"{above}{figures}{below}")  # noqa: S704 -- rendered by templates, all three


#: Stands for the figures, which are kept apart: they are long, and change less often than the voices.
_FIGURES = Markup("<figures>")


# Both follow from their arguments alone, so what was drawn for the same ones is kept.
@kept_by_language(MOST_DRAWN)
def _around(
    voices: Voices, mapping: MaterialQuery, tested_in: tuple[str, ...], dataset: DatasetInfo, address: str
) -> tuple[str, str]:
    """What tutors say beside what students did, in two halves: the figures belong between them."""
    shown = {"voices": voices, "mapping": mapping, "tested_in": tested_in, "dataset": dataset, "address": address}
    above, _, below = render_template("analytics/_overlay.html", figures=_FIGURES, **shown).partition(_FIGURES)
    return above, below


@kept_by_language(MOST_DRAWN)
def _missing(module: str, *, mapped: bool, fault: str = "", refusal: str = "") -> Markup:
    shown = {"module": module, "mapped": mapped, "fault": fault, "refusal": refusal}
    return fragment("analytics/_overlay_missing.html", **shown)


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:  # noqa: ARG001 -- every member sees it
    return [NavItem("Data", url_for("analytics.module", slug=network.slug))]


def way_to_datasets(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    return [NavItem("Datasets", url_for("datasets.datasets"))]


def link_to_datasets(actor: Actor) -> list[NavItem]:
    """For who keeps the datasets and is no administrator; those have it among their pages."""
    return way_to_datasets(actor) if actor.is_analyst and not actor.is_admin else []


def mapped_weeks(mapping: MaterialQuery) -> str:
    """Week 7, or weeks 7 to 9."""
    if mapping.week_from == mapping.week_to:
        return f"week {mapping.week_from}"
    return f"weeks {mapping.week_from} to {mapping.week_to}"


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
