"""Reads about interventions, each limited to what its reader may see."""

from __future__ import annotations

from app.interventions.queries._lines import InterventionLine
from app.interventions.queries.linked import (
    LiveMarker,
    live_beside,
    live_markers,
    of_issue,
    of_topic,
)
from app.interventions.queries.listing import Stage, counts, pipeline, stage
from app.interventions.queries.one import Supporter, history, intervention, supporters
from app.interventions.queries.targets import TargetChoices, target_choices

__all__ = [
    "InterventionLine",
    "LiveMarker",
    "Stage",
    "Supporter",
    "TargetChoices",
    "counts",
    "history",
    "intervention",
    "live_beside",
    "live_markers",
    "of_issue",
    "of_topic",
    "pipeline",
    "stage",
    "supporters",
    "target_choices",
]
