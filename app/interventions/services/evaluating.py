"""Recording what an intervention did, as far as one can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.interventions.events import OutcomeRecorded
from app.interventions.evidence import Figures, too_early, why_not
from app.interventions.models import Caveat, Intervention, PredictedMeasure, Verdict
from app.interventions.policy import Permission
from app.interventions.services._moving import bring_topics_along, move, presentation_of
from app.interventions.services.proposing import text_of
from app.networks.models import Presentation
from app.texts.services import keep_with, read_text, tell_named


@dataclass(frozen=True, kw_only=True)
class EvaluatedOutcome:
    """A verdict with the words beside it; the figures before and after go together or are left out together.

    Figures are those the analytics panel shows: whole per cent, or a mean to one decimal.
    """

    verdict: Verdict
    words_md: str
    caveats: Sequence[Caveat] = ()
    measure: PredictedMeasure | None = None
    before_value: float | None = None
    before_in_id: int | None = None
    after_value: float | None = None


def record_outcome(actor: Actor, intervention: Intervention, outcome: EvaluatedOutcome) -> None:
    """Write the outcome down; the topics it is for go on to "evaluating".

    That topics are chosen because they look bad is noted always, and another intervention live in the same presentation
    is found by itself when the page is shown. Invalid before a presentation that it speaks of has begun, for figures
    that are incomplete or cannot be right, and for a verdict that does not fit them.
    """
    require(actor, Permission.EVALUATE, intervention)
    live_in = db.session.get(Presentation, intervention.live_in_id) if intervention.live_in_id else None
    if live_in is not None and (reason := too_early(live_in, clock.today())):
        raise Invalid(reason)
    figures = _figures(intervention, outcome)
    if reason := why_not(outcome.verdict, figures, intervention.predicted_direction):
        raise Invalid(gettext("The verdict and the figures do not fit."), {"verdict": [reason]})
    here, before = text_of(intervention, "words"), intervention.outcome_md or ""
    words = read_text(actor, here, outcome.words_md)
    intervention.verdict = outcome.verdict
    intervention.outcome_md, intervention.outcome_html = words
    keep_with(actor, here, intervention.rationale_md, words.md)
    tell_named(actor, here, words.md, before=before)
    intervention.measured_as = figures.measure if figures else None
    intervention.before_value = outcome.before_value if figures else None
    intervention.before_in_id = outcome.before_in_id if figures else None
    intervention.after_value = outcome.after_value if figures else None
    applying = {*outcome.caveats, *({Caveat.CHOSEN_BECAUSE_LOW} if figures else ())}
    intervention.caveats = [caveat.value for caveat in Caveat if caveat in applying]
    intervention.outcome_by_id = actor.person_id
    intervention.measured_at = clock.now()
    move(actor, intervention, "record_outcome")
    bring_topics_along(actor, intervention, "evaluate")
    announce(
        OutcomeRecorded(network_id=intervention.network_id, actor_id=actor.person_id, intervention_id=intervention.id)
    )


def _figures(intervention: Intervention, outcome: EvaluatedOutcome) -> Figures | None:
    given = [outcome.before_value, outcome.after_value, outcome.before_in_id, outcome.measure]
    if outcome.before_value is None and outcome.after_value is None:
        return None
    if any(part is None for part in given):
        raise Invalid(
            gettext("The figures are incomplete."),
            {"after_value": [gettext("Give the measure, both figures and the presentation before, or leave all out.")]},
        )
    before_in = presentation_of(intervention.network_id, outcome.before_in_id, "before_in")
    if before_in.id == intervention.live_in_id:
        raise Invalid(
            gettext("That is the same presentation."), {"before_in": [gettext("Choose a presentation without it.")]}
        )
    if reason := too_early(before_in, clock.today()):
        raise Invalid(gettext("There are no figures of it yet."), {"before_in": [reason]})
    assert outcome.measure is not None
    assert outcome.before_value is not None
    assert outcome.after_value is not None
    for name, value in (("before_value", outcome.before_value), ("after_value", outcome.after_value)):
        _check(name, value, outcome.measure)
    after_in = db.session.get(Presentation, intervention.live_in_id)
    return Figures(
        measure=outcome.measure,
        on=intervention.predicted_on if outcome.measure is intervention.predicted_measure else "",
        before=outcome.before_value,
        before_in=before_in.code,
        after=outcome.after_value,
        after_in=after_in.code if after_in else "",
    )


def _check(name: str, value: float, measure: PredictedMeasure) -> None:
    if not 0 <= value <= 100:
        raise Invalid(gettext("A figure cannot be right."), {name: [gettext("Give a figure from 0 to 100.")]})
    digits = 1 if measure is PredictedMeasure.MEAN_SCORE else 0
    if round(value, digits) != value:
        unit = "one decimal" if digits else "a whole per cent"
        raise Invalid(
            gettext("A figure is too exact."),
            {name: [gettext("Copy it as the analytics panel shows it: %(unit)s.", unit=unit)]},
        )
