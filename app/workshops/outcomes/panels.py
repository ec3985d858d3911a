"""On the page of a topic, an issue, an intervention or an action: the workshop it came out of."""

from __future__ import annotations

from markupsafe import Markup

from app.actions.models import Action
from app.core.actor import Actor
from app.interventions.models import Intervention
from app.networks.models import LearningNetwork
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment
from app.workshops.outcomes.queries import origins


def of_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup | None:
    return _shown(actor, network, "topic_id", topic.id)


def of_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup | None:
    return _shown(actor, network, "issue_id", issue.id)


def of_intervention(actor: Actor, intervention: Intervention, network: LearningNetwork) -> Markup | None:
    return _shown(actor, network, "intervention_id", intervention.id)


def of_action(actor: Actor, action: Action, network: LearningNetwork) -> Markup | None:
    return _shown(actor, network, "action_id", action.id)


def _shown(actor: Actor, network: LearningNetwork, column: str, row_id: int) -> Markup | None:
    found = origins(network, column, row_id, seen_by=actor)
    if not found:
        return None
    return fragment("workshops/outcomes/origin.html", network=network, origins=found)
