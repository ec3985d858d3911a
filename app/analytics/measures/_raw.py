"""Unrounded counts. Private: only `overlay`, which rounds and withholds, and tests look in here."""

from __future__ import annotations

from dataclasses import dataclass

from app.analytics.catalogue import Assessment, DatasetInfo, PresentationData, WeekCounts
from app.analytics.dataset.reading import literal
from app.analytics.measures.material_query import MaterialQuery
from app.analytics.store import Store


@dataclass(frozen=True)
class RawWeek:
    whole: WeekCounts
    active_mapped: int
    clicks_mapped: int


@dataclass(frozen=True)
class RawPresentation:
    weeks: list[RawWeek]
    assessments: list[Assessment]
    mapped_sites: int
    # Distinct students with a click on the mapped sites in any week of the presentation.
    audience: int


def count(store: Store, info: DatasetInfo, mapping: MaterialQuery, presentation: PresentationData) -> RawPresentation:
    """Count one presentation by the definitions; the mapping has been checked before."""
    sites = [site.id for site in presentation.sites if mapping.covers(site)]
    mapped, audience = _mapped(store, info, mapping, presentation, sites)
    wanted = [one for one in presentation.assessments if not mapping.assessments or one.name in mapping.assessments]
    return RawPresentation(
        [RawWeek(week, *mapped.get(week.week, (0, 0))) for week in presentation.weeks],
        wanted,
        len(sites),
        audience,
    )


def _mapped(
    store: Store, info: DatasetInfo, mapping: MaterialQuery, presentation: PresentationData, sites: list[int]
) -> tuple[dict[int, tuple[int, int]], int]:
    """Week to distinct students and clicks on these sites; and the distinct students of all weeks together."""
    if not sites:
        return {}, 0
    file = store.folder_of(info) / "weekly" / f"{mapping.module}-{presentation.name}.parquet"
    rows = store.query(
        "SELECT week, count(DISTINCT student), sum(clicks) "
        f"FROM read_parquet({literal(str(file))}) WHERE site IN ({', '.join(map(str, sites))}) "
        "GROUP BY GROUPING SETS ((week), ())"
    )
    counted = {week: (int(active), int(clicks or 0)) for week, active, clicks in rows}
    audience, _ = counted.pop(None)
    return counted, audience
