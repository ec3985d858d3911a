"""What may be said about an outcome: which type of evidence it is, in which words, with which caveats. Pure.

The words about evidence follow the standards of evidence of the Office for Students and TASO; the
figures on what happens with nothing done were counted on the Open University Learning Analytics
Dataset (nine pairs of consecutive presentations of the same season).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from app.core.language.spoken import gettext, lazy_gettext
from app.interventions.models import Direction, PredictedMeasure, Verdict

#: Weeks from a yes to material that students can use: what is agreed in spring cannot change a running
#: presentation, and what is agreed in July can still reach October.
LEAD_WEEKS = 8

#: Said beside every prediction.
DRIFT = lazy_gettext(
    "Earlier differences between presentations are often this large with nothing done: in nine pairs of "
    "presentations of published Open University data, pass shares moved by 2.4 points on average, and a comparison "
    "that allows for that could not have told a change of less than about 10 points from chance. Marks in the same "
    "assignment differed noticeably in 42% of pairs."
)

#: Said wherever a topic was chosen because it looked bad.
CHOSEN_BECAUSE_LOW = lazy_gettext(
    "Topics are chosen because they looked worst. The same question tends to look better the next year without "
    "any intervention."
)


class HasStart(Protocol):
    code: str
    starts_on: date | None


@dataclass(frozen=True)
class EvidenceType:
    """One rung of the standards of evidence."""

    number: int
    name: str
    meaning: str


NARRATIVE = EvidenceType(1, "narrative", "It tells what was done and why. No figures stand behind it.")
ENQUIRY = EvidenceType(
    2,
    "empirical enquiry",
    "A before and an after. It does not establish any direct causal effect: the intervention may be associated "
    "with the change.",
)


@dataclass(frozen=True)
class Figures:
    """A measure before and after, each as the analytics panel shows it, with the presentations they come from."""

    measure: PredictedMeasure
    on: str
    before: float
    before_in: str
    after: float
    after_in: str

    @property
    def difference(self) -> float:
        return round(self.after - self.before, 1)


def evidence_type(figures: Figures | None) -> EvidenceType:
    return ENQUIRY if figures else NARRATIVE


def result_sentence(figures: Figures) -> str:
    """The one form in which a result is told: both figures, the difference, and no claim of a cause."""
    size = abs(figures.difference)
    change = "no difference" if size == 0 else f"a difference of {_amount(figures.measure, size)}"
    return gettext(
        "%(measure_of)s was %(value_words)s in %(after_in)s and %(value_words2)s in "
        "%(before_in)s, %(change)s. This is associated with, not shown to be caused by, the "
        "intervention.",
        measure_of=measure_of(figures.measure, figures.on),
        value_words=value_words(figures.measure, figures.after),
        after_in=figures.after_in,
        value_words2=value_words(figures.measure, figures.before),
        before_in=figures.before_in,
        change=change,
    )


def measure_of(measure: PredictedMeasure, on: str) -> str:
    """The measure as the subject of a sentence: "The submission share (TMA04), of students …"."""
    words = measure.words
    if on:
        head, comma, denominator = words.partition(",")
        words = f"{head} ({on}){comma}{denominator}{comma}"
    elif "," in words:
        words = f"{words},"
    return f"The {words}"


def value_words(measure: PredictedMeasure, value: float) -> str:
    return _plain(value) if measure is PredictedMeasure.MEAN_SCORE else f"{_plain(value)}%"


def prediction_words(measure: PredictedMeasure, on: str, direction: Direction, size: float, presentation: str) -> str:
    """Such as: Up by 10 percentage points in 17J: submission share (TMA04), of students registered on the due day."""
    where = f" ({on})" if on else ""
    head, comma, denominator = measure.words.partition(",")
    return gettext(
        "%(capitalize)s by %(amount)s in %(presentation)s: %(head)s%(where)s%(comma)s%(denominator)s.",
        capitalize=direction.capitalize(),
        amount=_amount(measure, size),
        presentation=presentation,
        head=head,
        where=where,
        comma=comma,
        denominator=denominator,
    )


def why_not(verdict: Verdict, figures: Figures | None, direction: Direction | None) -> str | None:
    """Why this verdict cannot stand beside these figures, or None if it can."""
    if figures is None:
        if verdict is Verdict.NOT_ENOUGH_DATA:
            return None
        return gettext(
            "Without a figure before and after, the verdict can only be “not enough data”. Tell the story in words."
        )
    if verdict not in {Verdict.IMPROVED, Verdict.WORSE}:
        return None
    towards = figures.difference if direction is not Direction.DOWN else -figures.difference
    if verdict is Verdict.IMPROVED and towards <= 0:
        return gettext("The figures did not move in the direction that would be an improvement.")
    if verdict is Verdict.WORSE and towards >= 0:
        return gettext("The figures did not move in the direction that would be worse.")
    return None


def too_early(presentation: HasStart, today: date) -> str | None:
    """Why nothing can be said yet of what happened in it, or None if it has begun (or its calendar is not known)."""
    begins = presentation.starts_on
    if begins is None or begins <= today:
        return None
    return gettext(
        "%(code)s begins on %(day)s %(begins)s. What an intervention did in it can be recorded from then on.",
        code=presentation.code,
        day=begins.day,
        begins=f"{begins:%B %Y}",
    )


def earliest_reachable(presentations: Iterable[HasStart], today: date) -> HasStart | None:
    """The first presentation that starts late enough for something agreed today to be ready in it."""
    soonest = today + timedelta(weeks=LEAD_WEEKS)
    dated = [each for each in presentations if each.starts_on is not None and each.starts_on >= soonest]
    return min(dated, key=lambda each: each.starts_on or soonest, default=None)


def _amount(measure: PredictedMeasure, size: float) -> str:
    return f"{_plain(size)} {measure.unit.removesuffix('s') if size == 1 else measure.unit}"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
