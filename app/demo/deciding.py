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


def run(telling: Script) -> None:
    for told in telling.told.get("interventions", ()):
        _intervention(telling, told)
    for told in telling.told.get("actions", ()):
        _action(telling, told)
    for told in telling.told.get("replies", ()):
        _reply(telling, told)


def _intervention(telling: Script, told: dict[str, Any]) -> None:
    made, cast = telling.made, telling.cast

    def propose() -> None:
        made[told["key"]] = interventions.propose_intervention(
            cast[told["proposed"]["who"]], telling.network, _proposal(telling, told)
        )

    def support(who: str) -> None:
        interventions.support(cast[who], made[told["key"]])

    telling.at(told["proposed"]["at"], propose)
    for number, who in enumerate(told.get("support", ())):
        when = moment(told["proposed"]["at"]) + timedelta(minutes=15 * (number + 1))
        telling.at(when, support, who)
    if "decide" in told:
        telling.at(told["decide"][2], lambda: _decide(telling, told))
    for verb, who, when in told.get("steps", ()):
        telling.at(when, _make, telling, told, verb, who)
    if "live" in told:
        telling.at(told["live"][3], lambda: _go_live(telling, told))
    if "outcome" in told:
        telling.at(told["outcome"][2], lambda: _measure(telling, told))
    if "after" in told:
        verb, who, when, reason = told["after"]
        telling.at(when, lambda: interventions.conclude(cast[who], made[told["key"]], verb, reason))


def _proposal(telling: Script, told: dict[str, Any]) -> InterventionProposal:
    targets = told["targets"]
    topic: TrickyTopic | None = telling.made[targets["topic"]] if "topic" in targets else None
    return InterventionProposal(
        title=told["title"],
        kind=InterventionKind(told["kind"]),
        rationale_md=told["rationale"],
        topic_ids=[topic.id] if topic and "blocks" not in targets else [],
        block_ids=_blocks(topic, targets.get("blocks", ())) if topic else [],
        issue_ids=[telling.made[each].id for each in targets.get("issues", ())],
        prediction=_prediction(telling, told),
    )


def _blocks(topic: TrickyTopic, numbers: list[int]) -> list[int]:
    query = select(StumblingBlock.id).where(StumblingBlock.topic_id == topic.id).order_by(StumblingBlock.position)
    ids = list(db.session.scalars(query))
    return [ids[number - 1] for number in numbers]


def _prediction(telling: Script, told: dict[str, Any]) -> Prediction | None:
    if "predicts" not in told:
        return None
    measure, direction, size, code, on = told["predicts"]
    return Prediction(
        measure=PredictedMeasure[measure],
        direction=Direction(direction),
        size=float(size),
        presentation_id=telling.presentation(code).id,
        on=on,
    )


def _decide(telling: Script, told: dict[str, Any]) -> None:
    verb, who, _when, reason, *later = told["decide"]
    intervention, chair = telling.made[told["key"]], telling.cast[who]
    stance = VoteStance.AGREES if verb == "accept" else VoteStance.DIFFERS
    if verb == "accept":
        interventions.accept(chair, intervention, reason, stance)
    elif verb == "decline":
        interventions.decline(chair, intervention, reason, stance)
    else:
        interventions.defer(chair, intervention, telling.presentation(later[0]).id, reason, stance)


def _make(telling: Script, told: dict[str, Any], verb: str, who: str) -> None:
    intervention, actor = telling.made[told["key"]], telling.cast[who]
    if verb == "make_ready":
        interventions.make_ready(actor, intervention, not_evaluated_because=told.get("unevaluated", ""))
    else:
        interventions.move_on(actor, intervention, verb)


def _go_live(telling: Script, told: dict[str, Any]) -> None:
    code, day, who, _when = told["live"]
    interventions.go_live(
        telling.cast[who], telling.made[told["key"]], presentation_id=telling.presentation(code).id, live_on=day
    )


def _measure(telling: Script, told: dict[str, Any]) -> None:
    verdict, who, _when, words = told["outcome"]
    before, after = told.get("figures", (None, None))
    figures: dict[str, Any] = (
        {}
        if before is None
        else {
            "measure": PredictedMeasure.HALF_MARKS_SHARE,
            "before_value": float(before),
            "before_in_id": telling.presentation("16J").id,
            "after_value": float(after),
        }
    )
    caveats = CAVEATS.get(told["key"], ALWAYS)
    outcome = EvaluatedOutcome(verdict=Verdict(verdict), words_md=words, caveats=caveats, **figures)
    interventions.record_outcome(telling.cast[who], telling.made[told["key"]], outcome)


def _action(telling: Script, told: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    by, when = told["created"]

    def agree() -> None:
        draft = actions.Draft(
            title=told["title"],
            owner_id=telling.cast[told["owner"]].person_id or 0,
            due_on=told["due"],
            success_indicator=told["indicator"],
            **_source(telling.made.get(told.get("for", ""))),
        )
        made["action"] = actions.agree_action(telling.cast[by], telling.network, draft)
        if "critical" in told:
            actions.flag_critical(telling.cast[by], made["action"], told["critical"])

    def note(who: str, text: str) -> None:
        actions.note_progress(telling.cast[who], made["action"], text)

    def step(who: str, verb: str, reason: str = "") -> None:
        actions.move_action(telling.cast[who], made["action"], verb, reason)

    telling.at(when, agree)
    for who, then, text in told.get("notes", ()):
        telling.at(then, note, who, text)
    for verb, who, then, *reason in told.get("moves", ()):
        telling.at(then, step, who, verb, *reason)


def _source(made: object) -> dict[str, int]:
    names = {Intervention: "intervention_id", TrickyTopic: "topic_id", AdditionalIssue: "issue_id"}
    return {name: made.id for kind, name in names.items() if isinstance(made, kind)}  # type: ignore[attr-defined]


def _reply(telling: Script, told: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    cast = telling.cast
    drafter, drafted, *rest = told["by"]

    def draft() -> None:
        subject: TrickyTopic | AdditionalIssue = telling.made[told["to"]]
        words = ReplyWords(
            you_said_md=told["said"],
            we_did_md=told["did"],
            status=ReplyStatus(told["status"]),
            action_named=told.get("action", ""),
        )
        made["reply"] = replies.draft_reply(cast[drafter], subject, words)

    telling.at(drafted, draft)
    if rest:
        approver, approved, publisher, published = rest
        telling.at(approved, lambda: replies.approve_reply(cast[approver], made["reply"]))
        telling.at(published, lambda: replies.publish_reply(cast[publisher], made["reply"]))
