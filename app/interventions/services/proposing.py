"""Proposing an intervention, and changing its words, targets and prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.interventions.events import InterventionEdited, InterventionProposed
from app.interventions.evidence import prediction_words
from app.interventions.lifecycle import HAS_BEEN_LIVE, INTERVENTION
from app.interventions.models import Direction, Intervention, InterventionKind, InterventionTarget, PredictedMeasure
from app.interventions.policy import Permission
from app.interventions.services._moving import presentation_of
from app.networks import queries as networks
from app.networks.models import LearningNetwork, Presentation
from app.networks.services import next_number
from app.texts.services import TextOf, keep_with, read_text, tell_named
from app.topics.models import AdditionalIssue, StumblingBlock, TrickyTopic

LARGEST_CHANGE = 100
#: Under which the links, pictures and files of their texts are kept.
INTERVENTION_TEXT = "intervention"


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What is expected, written down before: which measure, which way, by how much, in which presentation."""

    measure: PredictedMeasure
    direction: Direction
    size: float
    presentation_id: int
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class InterventionProposal:
    """What a proposer writes. At least one target; a stumbling block stands for that part of its topic."""

    title: str
    kind: InterventionKind
    rationale_md: str
    topic_ids: Sequence[int] = ()
    block_ids: Sequence[int] = ()
    issue_ids: Sequence[int] = ()
    prediction: Prediction | None = None
    follows_id: int | None = None


def propose_intervention(actor: Actor, network: LearningNetwork, proposal: InterventionProposal) -> Intervention:
    """Propose a change for topics, stumbling blocks or issues of this network.

    Invalid without a target, for a target that is not there, and for a prediction that cannot be right.
    """
    require(actor, Permission.PROPOSE, network)
    cycle = networks.current_cycle(network.id, seen_by=actor)
    at = clock.now()
    intervention = Intervention(
        network_id=network.id,
        cycle_id=cycle.id if cycle else None,
        number=next_number(network.id, "intervention"),
        proposed_by_id=actor.person_id,
        follows_id=_earlier_version(network.id, proposal.follows_id),
        state=INTERVENTION.initial,
        state_since=at,
        created_at=at,
    )
    _write(actor, intervention, proposal)
    db.session.add(intervention)
    db.session.flush()  # the history below needs its id
    _keep(actor, intervention, before="")
    audit.record(actor, "propose", intervention, after=INTERVENTION.initial)
    announce(InterventionProposed(network_id=network.id, actor_id=actor.person_id, intervention_id=intervention.id))
    return intervention


def edit_intervention(
    actor: Actor, intervention: Intervention, proposal: InterventionProposal, *, seen_version: int | None = None
) -> Intervention:
    """Change words, targets or prediction of what `queries.intervention` loaded.

    A prediction changed after it went live makes the result exploratory. Invalid as in `propose_intervention`, and if a
    prediction that the chair agreed to is taken away; Conflict if somebody else was quicker.
    """
    require(actor, Permission.EDIT, intervention)
    expect_version(intervention, seen_version, _as_it_stands(intervention))
    before = _prediction_in_words(intervention)
    words = intervention.rationale_md
    _write(actor, intervention, proposal)
    _keep(actor, intervention, before=words)
    intervention.edited_at = clock.now()
    db.session.flush()  # an editor who was slower loses here, before anything is told
    audit.record(actor, "edit", intervention)
    after = _prediction_in_words(intervention)
    if after != before:
        intervention.exploratory |= intervention.state in HAS_BEEN_LIVE
        audit.record(actor, "change_prediction", intervention, before=before, after=after)
    announce(
        InterventionEdited(
            network_id=intervention.network_id, actor_id=actor.person_id, intervention_id=intervention.id
        )
    )
    return intervention


def text_of(intervention: Intervention, field: str = "rationale") -> TextOf:
    """Whose words these are, for what they hold."""
    return TextOf(INTERVENTION_TEXT, intervention.network_id, intervention.id, field)


def _keep(actor: Actor, intervention: Intervention, *, before: str) -> None:
    here, words = text_of(intervention), intervention.rationale_md
    keep_with(actor, here, words, intervention.outcome_md or "")
    tell_named(actor, here, words, before=before)


def _write(actor: Actor, intervention: Intervention, proposal: InterventionProposal) -> None:
    words = read_text(actor, text_of(intervention), proposal.rationale_md)
    intervention.title = proposal.title
    intervention.kind = proposal.kind
    intervention.rationale_md, intervention.rationale_html = words
    intervention.targets = _targets(intervention, proposal)
    _predict(intervention, proposal.prediction)


def _predict(intervention: Intervention, prediction: Prediction | None) -> None:
    if prediction is None:
        if intervention.predicted_measure and intervention.state not in {
            "proposed",
            "supported",
            "deferred",
            "declined",
        }:
            raise Invalid(
                gettext("The chair agreed to this prediction."),
                {"measure": [gettext("After the decision a prediction can be changed, not taken away.")]},
            )
        intervention.predicted_measure = intervention.predicted_direction = None
        intervention.predicted_size = intervention.predicted_for_id = None
        intervention.predicted_on = ""
        return
    if not 0 < prediction.size <= LARGEST_CHANGE:
        raise Invalid(
            gettext("The size cannot be right."), {"size": [gettext("Give a change above 0 and at most 100.")]}
        )
    presentation_of(intervention.network_id, prediction.presentation_id, "presentation")
    intervention.predicted_measure = prediction.measure
    intervention.predicted_direction = prediction.direction
    intervention.predicted_size = prediction.size
    intervention.predicted_for_id = prediction.presentation_id
    intervention.predicted_on = prediction.on
    intervention.not_evaluated_reason = None


def _targets(intervention: Intervention, proposal: InterventionProposal) -> list[InterventionTarget]:
    """The rows as they should be, keeping those that are there: an identical target is not written anew."""
    network_id = intervention.network_id
    blocks = select(StumblingBlock.id, StumblingBlock.topic_id).join(
        TrickyTopic, TrickyTopic.id == StumblingBlock.topic_id
    )
    block_rows = db.session.execute(
        blocks.where(StumblingBlock.id.in_(proposal.block_ids), TrickyTopic.network_id == network_id)
    ).all()
    in_part = {topic_id for _, topic_id in block_rows}
    topics = _here(TrickyTopic, network_id, proposal.topic_ids)
    issues = _here(AdditionalIssue, network_id, proposal.issue_ids)
    asked = len(set(proposal.block_ids)) + len(set(proposal.topic_ids)) + len(set(proposal.issue_ids))
    if not asked:
        raise Invalid(
            gettext("What is it for?"), {"targets": [gettext("Choose at least one topic, stumbling block or issue.")]}
        )
    if len(block_rows) + len(topics) + len(issues) != asked:
        raise Invalid(
            gettext("A target is missing."), {"targets": [gettext("One of these is no longer there. Choose again.")]}
        )
    wanted: list[tuple[int | None, int | None, int | None]]
    wanted = [(topic_id, block_id, None) for block_id, topic_id in sorted(block_rows)]
    wanted += [(topic_id, None, None) for topic_id in topics if topic_id not in in_part]
    wanted += [(None, None, issue_id) for issue_id in issues]
    there = {(row.topic_id, row.block_id, row.issue_id): row for row in _present_targets(intervention)}
    return [there.get(ids) or InterventionTarget(topic_id=ids[0], block_id=ids[1], issue_id=ids[2]) for ids in wanted]


def _present_targets(intervention: Intervention) -> list[InterventionTarget]:
    return list(intervention.targets) if intervention.id is not None else []


def _here(model: type[TrickyTopic | AdditionalIssue], network_id: int, ids: Sequence[int]) -> list[int]:
    found = select(model.id).where(model.id.in_(ids), model.network_id == network_id).order_by(model.number)
    return list(db.session.scalars(found)) if ids else []


def _earlier_version(network_id: int, follows_id: int | None) -> int | None:
    earlier = db.session.get(Intervention, follows_id) if follows_id else None
    return earlier.id if earlier is not None and earlier.network_id == network_id else None


def _as_it_stands(intervention: Intervention) -> dict[str, str]:
    words = {"title": intervention.title, "rationale": intervention.rationale_md}
    prediction = _prediction_in_words(intervention)
    return {**words, "prediction": prediction} if prediction else words


def _prediction_in_words(intervention: Intervention) -> str | None:
    if intervention.predicted_measure is None or intervention.predicted_direction is None:
        return None
    presentation = db.session.get(Presentation, intervention.predicted_for_id)
    return prediction_words(
        intervention.predicted_measure,
        intervention.predicted_on,
        intervention.predicted_direction,
        intervention.predicted_size or 0,
        presentation.code if presentation else "–",
    )
