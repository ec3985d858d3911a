"""What happens to interventions. InterventionMoved follows every change of state; the others say what it meant."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class InterventionProposed(Event):
    """Somebody proposed a change."""

    intervention_id: int


@dataclass(frozen=True, kw_only=True)
class InterventionEdited(Event):
    """Its words, targets or prediction changed."""

    intervention_id: int


@dataclass(frozen=True, kw_only=True)
class InterventionMoved(Event):
    """It went from one state to another, whatever the reason."""

    intervention_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class InterventionDecided(Event):
    """The chair decided. `decision` is accepted, declined or deferred; later adopted, adapted or abandoned."""

    intervention_id: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class InterventionWentLive(Event):
    """It is in use in a presentation."""

    intervention_id: int


@dataclass(frozen=True, kw_only=True)
class OutcomeRecorded(Event):
    """What it did, as far as one can say, was written down."""

    intervention_id: int
