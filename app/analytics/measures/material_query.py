"""Which material, weeks and assessments of a module are asked about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from app.analytics.catalogue import Catalogue, PresentationData, VleSite
from app.core.errors import Invalid


class MaterialQueryError(Invalid, ValueError):
    """The mapping names something that is not there. `parameter` is the field to mend."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message, fields={parameter: [message]})
        self.parameter = parameter


@dataclass(frozen=True)
class MaterialQuery:
    """What is asked. None, for sites and activity types, means all of them.

    A site counts if it satisfies every condition given: with both `activity_types` and `sites` it
    must be one of the sites *and* of one of the types. `presentation` None means every presentation
    of the module. The weeks are those to be shaded and summarised; they never cut the series. No
    assessments named means all of the presentation's.
    """

    module: str
    presentation: str | None = None
    week_from: int | None = None
    week_to: int | None = None
    activity_types: tuple[str, ...] | None = None
    sites: tuple[int, ...] | None = None
    assessments: tuple[str, ...] = ()

    @property
    def is_whole_module(self) -> bool:
        return self.activity_types is None and self.sites is None

    def covers(self, site: VleSite) -> bool:
        return (self.sites is None or site.id in self.sites) and (
            self.activity_types is None or site.activity_type in self.activity_types
        )

    def covers_week(self, week: int) -> bool:
        """Whether the week is one of those to be shaded; none is where no week is named."""
        if self.week_from is None and self.week_to is None:
            return False
        return (self.week_from is None or week >= self.week_from) and (self.week_to is None or week <= self.week_to)

    def canonical(self) -> MaterialQuery:
        """The same question with lists in order and without repeats, so that it is asked once."""
        return MaterialQuery(
            self.module,
            self.presentation,
            self.week_from,
            self.week_to,
            None if self.activity_types is None else tuple(sorted(set(self.activity_types))),
            None if self.sites is None else tuple(sorted(set(self.sites))),
            tuple(sorted(set(self.assessments))),
        )

    def key(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def site_sets(mapping: MaterialQuery, catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """The sites that the mapping covers, by presentation; nothing for one in which it covers all or none of them.

    All of a presentation's sites are no set that anybody chose: its figures stand on the network's own page.
    """
    found = {}
    for name, presentation in check(mapping, catalogue).items():
        sites = tuple(sorted(site.id for site in presentation.sites if mapping.covers(site)))
        if 0 < len(sites) < len(presentation.sites):
            found[name] = sites
    return found


def check(mapping: MaterialQuery, catalogue: Catalogue | None) -> dict[str, PresentationData]:
    """The presentations the mapping asks about, or a MappingError that says what is not there."""
    if mapping.week_from is not None and mapping.week_to is not None and mapping.week_from > mapping.week_to:
        raise MaterialQueryError(
            "week_from", f"week_from is {mapping.week_from}, which comes after week_to, {mapping.week_to}."
        )
    if catalogue is None:
        raise MaterialQueryError("module", f"No dataset has the module {mapping.module}.")
    presentations = catalogue.modules[mapping.module]
    if mapping.presentation is not None and mapping.presentation not in presentations:
        raise MaterialQueryError(
            "presentation",
            f"{mapping.module} has no presentation {mapping.presentation}; it has {', '.join(presentations)}.",
        )
    _check_material(mapping, catalogue)
    _check_assessments(mapping, presentations)
    if mapping.presentation is None:
        return presentations
    return {mapping.presentation: presentations[mapping.presentation]}


def _check_material(mapping: MaterialQuery, catalogue: Catalogue) -> None:
    # A type that exists in the dataset but not in this module is a fair question; its answer is 0.
    for activity_type in mapping.activity_types or ():
        if activity_type not in catalogue.activity_types:
            raise MaterialQueryError(
                "activity_types",
                f"There is no activity type {activity_type}; there are {', '.join(catalogue.activity_types)}.",
            )
    presentations = catalogue.modules[mapping.module]
    known = {site.id for found in presentations.values() for site in found.sites}
    for site in mapping.sites or ():
        if site not in known:
            raise MaterialQueryError("sites", f"{mapping.module} has no site {site}.")


def _check_assessments(mapping: MaterialQuery, presentations: dict[str, PresentationData]) -> None:
    known = {one.name: None for found in presentations.values() for one in found.assessments}
    for assessment in mapping.assessments:
        if assessment not in known:
            raise MaterialQueryError(
                "assessments",
                f"{mapping.module} has no assessment {assessment}; it has {', '.join(known) or 'none'}.",
            )
