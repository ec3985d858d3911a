"""What the dataset of a module offers the form that maps a topic (slot `topics.mapping.choices`)."""

from __future__ import annotations

from app.analytics.catalogue import PresentationData, VleSite
from app.analytics.current_store import store
from app.core.actor import Actor
from app.networks.models import LearningNetwork
from app.topics.choices import MappingChoices


def mapping_choices(actor: Actor, network: LearningNetwork) -> list[MappingChoices]:  # noqa: ARG001 -- the same for all
    """Activity types and assessments of every presentation, sites of the newest; nothing without a dataset."""
    code = network.module.code
    catalogue = store().catalogue_for(code)
    if catalogue is None:
        return []
    runs = list(catalogue.modules[code].values())
    newest = runs[-1]
    weeks = [each.week for each in newest.weeks]
    types = sorted({name for run in runs for name in run.activity_types})
    return [
        MappingChoices(
            activity_types=tuple((name, name) for name in types),
            sites=tuple((site.id, _site_in_words(site)) for site in newest.sites),
            assessments=tuple(_assessments(runs).items()),
            weeks=(min(weeks), max(weeks)) if weeks else None,
            source=f"{catalogue.info.source}, {newest.name}",
        )
    ]


def _assessments(runs: list[PresentationData]) -> dict[str, str]:
    """Each name once, with the week in which the newest presentation that has it wants it."""
    return {
        one.name: one.name if one.due_week is None else f"{one.name}, due in week {one.due_week} of {run.name}"
        for run in runs
        for one in run.assessments
    }


def _site_in_words(site: VleSite) -> str:
    if site.week_from is None:
        return f"{site.id}: {site.activity_type}"
    last = site.week_to or site.week_from
    weeks = f"week {site.week_from}" if last == site.week_from else f"weeks {site.week_from} to {last}"
    return f"{site.id}: {site.activity_type}, {weeks}"
