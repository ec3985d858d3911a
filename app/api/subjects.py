"""Tricky Topics, issues, interventions, actions and replies for programs: each with where it stands, as its page says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.lifecycle import Lifecycle
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.networks.models import LearningNetwork
from app.replies.lifecycle import REPLY
from app.replies.models import LoopReply
from app.replies.policy import visible_replies
from app.standing.loop import waits_in_words
from app.standing.queries import waits_of
from app.standing.waits import VERBS, Kind, Wait
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics


class _Served(NamedTuple):
    kind: Kind
    model: Any
    visible: Callable[[Actor], ColumnElement[bool]]
    lifecycle: Lifecycle
    loads: tuple[ORMOption, ...] = ()


#: By the word in the address, which is that of the page's own.
SERVED: Mapping[str, _Served] = {
    "topics": _Served(Kind.TOPIC, TrickyTopic, visible_topics, TOPIC),
    "issues": _Served(Kind.ISSUE, AdditionalIssue, visible_issues, ISSUE),
    "interventions": _Served(Kind.INTERVENTION, Intervention, visible_interventions, INTERVENTION),
    "actions": _Served(Kind.ACTION, Action, visible_actions, ACTION),
    "replies": _Served(
        Kind.REPLY,
        LoopReply,
        visible_replies,
        REPLY,
        (joinedload(LoopReply.topic), joinedload(LoopReply.issue)),
    ),
}


def subject_as_json(network: LearningNetwork, which: str, number: int, *, seen_by: Actor) -> dict[str, Any]:
    """One of these with its standing; NotFound for what the reader may not see."""
    served = SERVED[which]
    model = served.model
    here = (model.network_id == network.id, model.number == number, served.visible(seen_by))
    row = db.session.scalar(select(model).where(*here).options(*served.loads))
    if row is None:
        raise NotFound
    wait = waits_of(served.kind, [row.id], seen_by=seen_by).get(row.id)
    return {
        "kind": served.kind.value,
        "number": number,
        "title": row.subject.title if served.kind is Kind.REPLY else row.title,
        "path": f"/networks/{network.slug}/{which}/{number}",
        "standing": {
            "state": row.state,
            "label": served.lifecycle.label(row.state),
            "since": (wait.since if wait else row.state_since).isoformat(),
            "next": _next(wait) if wait else None,
            "sentence": waits_in_words(wait) if wait else "",
        },
    }


def _next(wait: Wait) -> dict[str, Any]:
    verb = VERBS[wait.verb]
    through = {"kind": wait.through[0].value, "number": wait.through[1]} if wait.through else None
    due_on = wait.due_on.isoformat() if wait.due_on else None
    return {"who": wait.whom, "verb": verb.label, "ends_with": verb.to, "due_on": due_on, "through": through}
