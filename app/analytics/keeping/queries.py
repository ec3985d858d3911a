"""Reads about datasets and uploads: names, counts of rows, presentations. Never a figure about students."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.analytics import current_store
from app.analytics.catalogue import DatasetInfo, PresentationData, read_catalogue
from app.analytics.dataset import publishing
from app.analytics.dataset.publishing import Manifest
from app.analytics.keeping import uploads
from app.analytics.keeping.uploads import Upload
from app.analytics.planned_and_recorded import differences
from app.analytics.policy import Permission
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.language.spoken import gettext, ngettext
from app.core.permissions import require
from app.networks.models import LearningNetwork, Module, Presentation
from app.networks.services import presentation_met
from app.planner.models import StudyPlanner


@dataclass(frozen=True)
class KeptDataset:
    manifest: Manifest
    serves: bool
    #: Networks of its modules.
    networks: int

    @property
    def modules(self) -> list[str]:
        return sorted({module for module, _ in self.manifest.presentations})

    @property
    def rows(self) -> int:
        return sum(self.manifest.rows.values())

    @property
    def imported_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.imported_at)


@dataclass(frozen=True)
class ReportLine:
    """A presentation of the files, and what becomes of it when they are published."""

    module: str
    name: str
    weeks: int
    what: str


@dataclass(frozen=True)
class UploadReport:
    manifest: Manifest
    #: What it would take the place of, if anything serves under this name.
    replaces: Manifest | None
    lines: Sequence[ReportLine]
    #: Presentations that serve now under this name, and are not in the files.
    leaving: Sequence[str]
    networks: int

    @property
    def rows(self) -> int:
        return sum(self.manifest.rows.values())


def datasets(seen_by: Actor) -> list[KeptDataset]:
    """What serves, and what was withdrawn, by name."""
    require(seen_by, Permission.KEEP, None)
    root = publishing.analytics_dir(current_store.store().data_dir)
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        serving = publishing.current_manifest(folder)
        withdrawn = publishing.newest_manifest(folder) if publishing.is_withdrawn(folder) else None
        if manifest := serving or withdrawn:
            found.append((manifest, serving is not None))
    with_network = _modules_with_network(manifest for manifest, _ in found)
    return [KeptDataset(each, serves, len(_modules(each) & with_network)) for each, serves in found]


def dataset(set_name: str, seen_by: Actor) -> KeptDataset:
    """The one of this name. NotFound if nothing serves under it, and nothing was withdrawn."""
    found = next((each for each in datasets(seen_by) if each.manifest.set_name == set_name), None)
    if found is None:
        raise NotFound
    return found


def every_upload(seen_by: Actor) -> list[Upload]:
    """What is being sent, checked, or waits to be published; the oldest first."""
    require(seen_by, Permission.KEEP, None)
    return uploads.every(current_store.store().data_dir)


def upload(id_: str, seen_by: Actor) -> Upload:
    require(seen_by, Permission.KEEP, None)
    found = uploads.find(current_store.store().data_dir, id_)
    if found is None:
        raise NotFound(
            gettext("These files are not here any more."),
            gettext("They were published or thrown away, or nobody touched them for a day."),
        )
    return found


def report(of: Upload, seen_by: Actor) -> UploadReport | None:
    """What would be published, and what it would change; None for files that are not checked."""
    require(seen_by, Permission.KEEP, None)
    if (manifest := of.prepared) is None:
        return None
    store = current_store.store()
    replaces = publishing.current_manifest(publishing.set_dir(store.data_dir, of.set_name))
    catalogue = read_catalogue(DatasetInfo(of.set_name, "", "", "", ""), of.out, store.query)
    known = _presentations(manifest)
    planners = _planners(each.id for runs in known.values() for each in runs)
    lines = [
        ReportLine(
            module, one.name, _weeks(one), _what_becomes(one, presentation_met(known[module], one.name), planners)
        )
        for module, runs in catalogue.modules.items()
        for one in runs.values()
    ]
    serving = replaces.presentations if replaces else []
    leaving = [" ".join(each) for each in serving if each not in manifest.presentations]
    return UploadReport(manifest, replaces, lines, leaving, len(_modules_with_network([manifest])))


def _what_becomes(one: PresentationData, met: Presentation | None, planners: Mapping[int, StudyPlanner]) -> str:
    if met is None:
        return gettext("New to the site.")
    said = [
        gettext("It is the one typed in as %(code)s.", code=met.code)
        if met.code != one.name
        else gettext("Known to the site.")
    ]
    if met.weeks != _weeks(one):
        said.append(
            ngettext(
                "Known with %(count)s week; the data have %(weeks)s.",
                "Known with %(count)s weeks; the data have %(weeks)s.",
                met.weeks,
                weeks=_weeks(one),
            )
        )
    if planner := planners.get(met.id):
        recorded = {each.name: each.due_day for each in one.assessments}
        if others := len(differences(recorded, met.starts_on, planner.assignments)):
            said.append(
                ngettext(
                    "Its study planner says otherwise of %(count)s assignment.",
                    "Its study planner says otherwise of %(count)s assignments.",
                    others,
                )
            )
    return " ".join(said)


def _weeks(one: PresentationData) -> int:
    return (one.length - 1) // 7 + 1


def _modules(manifest: Manifest) -> set[str]:
    return {module for module, _ in manifest.presentations}


def _modules_with_network(manifests: Iterator[Manifest] | Sequence[Manifest]) -> set[str]:
    codes = {module for each in manifests for module in _modules(each)}
    found = select(Module.code).join(LearningNetwork, LearningNetwork.module_id == Module.id)
    return set(db.session.scalars(found.where(Module.code.in_(codes))))


def _presentations(manifest: Manifest) -> defaultdict[str, list[Presentation]]:
    found = select(Module.code, Presentation).join(Presentation, Presentation.module_id == Module.id)
    by_module: defaultdict[str, list[Presentation]] = defaultdict(list)
    for code, presentation in db.session.execute(
        found.where(Module.code.in_(_modules(manifest))).order_by(Presentation.id)
    ):
        by_module[code].append(presentation)
    return by_module


def _planners(presentation_ids: Iterator[int]) -> dict[int, StudyPlanner]:
    found = select(StudyPlanner).where(StudyPlanner.presentation_id.in_(list(presentation_ids)))
    planners = db.session.scalars(found.options(selectinload(StudyPlanner.assignments)))
    return {each.presentation_id: each for each in planners}
