"""What was decided, done and answered: interventions, actions, replies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.actions import services as actions
from app.core.db import db
from app.demo.content_files import moment
from app.demo.script import Script
from app.interventions import services as interventions
from app.interventions.models import (
    Caveat,
    Direction,
    Intervention,
    InterventionKind,
    PredictedMeasure,
    Verdict,
    VoteStance,
)
from app.interventions.services import EvaluatedOutcome, InterventionProposal, Prediction
from app.replies import services as replies
from app.replies.models import ReplyStatus
from app.replies.services import ReplyWords
from app.topics.models import AdditionalIssue, StumblingBlock, TrickyTopic

#: What the demo's outcomes own up to.
CAVEATS = {
    "I-2": (Caveat.QUESTION_CHANGED, Caveat.CHOSEN_BECAUSE_LOW, Caveat.OTHER_CHANGE),
    "I-3": (Caveat.NUMBERS_SMALL, Caveat.CHOSEN_BECAUSE_LOW, Caveat.OTHER_CHANGE),
}
ALWAYS = (Caveat.CHOSEN_BECAUSE_LOW, Caveat.OTHER_CHANGE)


def run(script: Script) -> None:
    for told in script.told.get("interventions", ()):
        _intervention(script, told)
    for told in script.told.get("actions", ()):
        _action(script, told)
    for told in script.told.get("replies", ()):
        _reply(script, told)


def _intervention(script: Script, told: dict[str, Any]) -> None:
    made, cast = script.made, script.cast

    def propose() -> None:
        made[told["key"]] = interventions.propose_intervention(
            cast[told["proposed"]["who"]], script.network, _proposal(script, told)
        )

    def support(who: str) -> None:
        interventions.support(cast[who], made[told["key"]])

    script.at(told["proposed"]["at"], propose)
    for number, who in enumerate(told.get("support", ())):
        when = moment(told["proposed"]["at"]) + timedelta(minutes=15 * (number + 1))
        script.at(when, support, who)
    if "decide" in told:
        script.at(told["decide"][2], lambda: _decide(script, told))
    for verb, who, when in told.get("steps", ()):
        script.at(when, _make, script, told, verb, who)
    if "live" in told:
        script.at(told["live"][3], lambda: _go_live(script, told))
    if "outcome" in told:
        script.at(told["outcome"][2], lambda: _measure(script, told))
    if "after" in told:
        verb, who, when, reason = told["after"]
        script.at(when, lambda: interventions.conclude(cast[who], made[told["key"]], verb, reason))


def _proposal(script: Script, told: dict[str, Any]) -> InterventionProposal:
    targets = told["targets"]
    topic: TrickyTopic | None = script.made[targets["topic"]] if "topic" in targets else None
    return InterventionProposal(
        title=told["title"],
        kind=InterventionKind(told["kind"]),
        rationale_md=told["rationale"],
        topic_ids=[topic.id] if topic and "blocks" not in targets else [],
        block_ids=_blocks(topic, targets.get("blocks", ())) if topic else [],
        issue_ids=[script.made[each].id for each in targets.get("issues", ())],
        prediction=_prediction(script, told),
    )


def _blocks(topic: TrickyTopic, numbers: list[int]) -> list[int]:
    query = select(StumblingBlock.id).where(StumblingBlock.topic_id == topic.id).order_by(StumblingBlock.position)
    ids = list(db.session.scalars(query))
    return [ids[number - 1] for number in numbers]


def _prediction(script: Script, told: dict[str, Any]) -> Prediction | None:
    if "predicts" not in told:
        return None
    measure, direction, size, code, on = told["predicts"]
    return Prediction(
        measure=PredictedMeasure[measure],
        direction=Direction(direction),
        size=float(size),
        presentation_id=script.presentation(code).id,
        on=on,
    )


def _decide(script: Script, told: dict[str, Any]) -> None:
    verb, who, _when, reason, *later = told["decide"]
    intervention, chair = script.made[told["key"]], script.cast[who]
    stance = VoteStance.AGREES if verb == "accept" else VoteStance.DIFFERS
    if verb == "accept":
        interventions.accept(chair, intervention, reason, stance)
    elif verb == "decline":
        interventions.decline(chair, intervention, reason, stance)
    else:
        interventions.defer(chair, intervention, script.presentation(later[0]).id, reason, stance)


def _make(script: Script, told: dict[str, Any], verb: str, who: str) -> None:
    intervention, actor = script.made[told["key"]], script.cast[who]
    if verb == "make_ready":
        interventions.make_ready(actor, intervention, not_evaluated_because=told.get("unevaluated", ""))
    else:
        interventions.move_on(actor, intervention, verb)


def _go_live(script: Script, told: dict[str, Any]) -> None:
    code, day, who, _when = told["live"]
    interventions.go_live(
        script.cast[who], script.made[told["key"]], presentation_id=script.presentation(code).id, live_on=day
    )


def _measure(script: Script, told: dict[str, Any]) -> None:
    verdict, who, _when, words = told["outcome"]
    before, after = told.get("figures", (None, None))
    figures: dict[str, Any] = (
        {}
        if before is None
        else {
            "measure": PredictedMeasure.HALF_MARKS_SHARE,
            "before_value": float(before),
            "before_in_id": script.presentation("16J").id,
            "after_value": float(after),
        }
    )
    caveats = CAVEATS.get(told["key"], ALWAYS)
    outcome = EvaluatedOutcome(verdict=Verdict(verdict), words_md=words, caveats=caveats, **figures)
    interventions.record_outcome(script.cast[who], script.made[told["key"]], outcome)


def _action(script: Script, told: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    by, when = told["created"]

    def agree() -> None:
        draft = actions.Draft(
            title=told["title"],
            owner_id=script.cast[told["owner"]].person_id or 0,
            due_on=told["due"],
            success_indicator=told["indicator"],
            **_source(script.made.get(told.get("for", ""))),
        )
        made["action"] = actions.agree_action(script.cast[by], script.network, draft)
        if "critical" in told:
            actions.flag_critical(script.cast[by], made["action"], told["critical"])

    def note(who: str, text: str) -> None:
        actions.note_progress(script.cast[who], made["action"], text)

    def step(who: str, verb: str, reason: str = "") -> None:
        actions.move_action(script.cast[who], made["action"], verb, reason)

    script.at(when, agree)
    for who, then, text in told.get("notes", ()):
        script.at(then, note, who, text)
    for verb, who, then, *reason in told.get("moves", ()):
        script.at(then, step, who, verb, *reason)


def _source(made: object) -> dict[str, int]:
    names = {Intervention: "intervention_id", TrickyTopic: "topic_id", AdditionalIssue: "issue_id"}
    return {name: made.id for kind, name in names.items() if isinstance(made, kind)}  # type: ignore[attr-defined]


def _reply(script: Script, told: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    cast = script.cast
    drafter, drafted, *rest = told["by"]

    def draft() -> None:
        subject: TrickyTopic | AdditionalIssue = script.made[told["to"]]
        words = ReplyWords(
            you_said_md=told["said"],
            we_did_md=told["did"],
            status=ReplyStatus(told["status"]),
            action_named=told.get("action", ""),
        )
        made["reply"] = replies.draft_reply(cast[drafter], subject, words)

    script.at(drafted, draft)
    if rest:
        approver, approved, publisher, published = rest
        script.at(approved, lambda: replies.approve_reply(cast[approver], made["reply"]))
        script.at(published, lambda: replies.publish_reply(cast[publisher], made["reply"]))
