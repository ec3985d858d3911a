"""Answer a mapping: count, round and withhold, remember."""

from __future__ import annotations

from app.analytics.catalogue import Assessment, Catalogue, PresentationData
from app.analytics.disclosure import has_audience, mean, percent, round5
from app.analytics.measures import _raw, caching
from app.analytics.measures.figures import AssessmentFigures, Deadline, Overlay, PresentationOverlay, Week
from app.analytics.measures.material_query import MaterialQuery, check
from app.analytics.store import Store


class Measures:
    """Overlays from one store, remembered. One serves a whole process; threads may share it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._answers = caching.Answers()

    def overlay(self, mapping: MaterialQuery, catalogue: Catalogue | None = None) -> Overlay:
        """The protected figures for a mapping. Raises MappingError where it names what is not there.

        `catalogue` is the module's, for those who looked it up already.
        """
        catalogue = catalogue or self.store.catalogue_for(mapping.module)
        presentations = check(mapping, catalogue)
        assert catalogue is not None  # check has refused a module that no dataset has
        info = catalogue.info
        file = caching.file_for(self.store.folder_of(info).parent, info, mapping)
        answer = self._answers.find(file)
        if answer is None:
            answer = tuple(
                protect(mapping.module, found, _raw.count(self.store, info, mapping, found))
                for found in presentations.values()
            )
            self._answers.store(file, answer)
        return Overlay(info, mapping, answer)


def overlay(store: Store, mapping: MaterialQuery) -> Overlay:
    """One answer, from disk where it has been worked out before. A web process keeps a `Measures`."""
    return Measures(store).overlay(mapping)


def protect(module: str, presentation: PresentationData, raw: _raw.RawPresentation) -> PresentationOverlay:
    """The door: from here on every figure is rounded or withheld."""
    too_few = raw.mapped_sites > 0 and not has_audience(raw.audience)
    return PresentationOverlay(
        module,
        presentation.name,
        tuple(_week(week, withheld=too_few) for week in raw.weeks),
        tuple(_assessment(one) for one in raw.assessments),
        raw.mapped_sites,
        too_few,
        tuple(
            Deadline(one.name, one.type, one.due_week) for one in presentation.assessments if one.due_week is not None
        ),
    )


def _week(raw: _raw.RawWeek, *, withheld: bool) -> Week:
    """`withheld`: too few students used the mapped sites in the whole presentation to show any week of it."""
    return Week(
        week=raw.whole.week,
        registered=round5(raw.whole.registered),
        active_any=round5(raw.whole.active),
        active_mapped=None if withheld else round5(raw.active_mapped),
        active_any_pct=percent(raw.whole.active, raw.whole.registered),
        active_mapped_pct=None if withheld else percent(raw.active_mapped, raw.whole.registered),
        clicks_per_active=None if withheld else mean(raw.clicks_mapped, raw.active_mapped),
        withdrawn=round5(raw.whole.withdrawn),
    )


def _assessment(one: Assessment) -> AssessmentFigures:
    if one.due_day is None:
        return AssessmentFigures(one.name, None, None)
    counts = one.counts
    return AssessmentFigures(
        assessment=one.name,
        due_day=one.due_day,
        due_week=one.due_week,
        registered_at_due=round5(counts.registered_at_due),
        submitted=round5(counts.submitted),
        submitted_pct=percent(counts.submitted, counts.registered_at_due),
        late=round5(counts.late),
        late_pct=percent(counts.late, counts.submitted),
        passed=round5(counts.passed),
        passed_pct=percent(counts.passed, counts.submitted),
        mean_score=mean(counts.score_total, counts.score_count),
    )
