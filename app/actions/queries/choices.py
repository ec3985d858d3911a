"""What the form of an action offers: members as owners, and what it may make happen."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.networks.models import LearningNetwork, Membership
from app.networks.policy import Capability, in_networks_where
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

#: The heading of the group that an AL may choose from.
INTERVENTIONS = "Interventions"

#: Nothing more is made for these.
PAST_INTERVENTIONS = ("declined", "abandoned")
PAST_TOPICS = ("merged", "moved_to_issue", "declined")


class OwnerChoice(NamedTuple):
    person_id: int
    name: str


def owners(network: LearningNetwork, *, seen_by: Actor) -> list[OwnerChoice]:
    """Present members by name, each once whatever roles they hold."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.network_id == network.id,
            Membership.left_at.is_(None),
            in_networks_where(Membership.network_id, seen_by, Capability.READ),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [OwnerChoice(person_id, name) for person_id, name in rows]


def sources(
    network: LearningNetwork, keep: Action | None = None, *, seen_by: Actor
) -> dict[str, list[tuple[str, str]]]:
    """Grouped choices "kind:id" and title; `keep` names an action whose present source is offered in any case."""
    kept_intervention, kept_topic, kept_issue = (
        (keep.intervention_id, keep.topic_id, keep.issue_id) if keep else (None, None, None)
    )
    interventions = select(Intervention.id, Intervention.title).where(
        Intervention.network_id == network.id,
        visible_interventions(seen_by),
        or_(Intervention.state.not_in(PAST_INTERVENTIONS), Intervention.id == kept_intervention),
    )
    topics = select(TrickyTopic.id, TrickyTopic.title).where(
        TrickyTopic.network_id == network.id,
        visible_topics(seen_by),
        or_(TrickyTopic.state.not_in(PAST_TOPICS), TrickyTopic.id == kept_topic),
    )
    issues = select(AdditionalIssue.id, AdditionalIssue.title).where(
        AdditionalIssue.network_id == network.id,
        visible_issues(seen_by),
        or_(AdditionalIssue.state != "closed", AdditionalIssue.id == kept_issue),
    )
    groups = (
        (INTERVENTIONS, "intervention", interventions.order_by(Intervention.number)),
        ("Tricky Topics", "topic", topics.order_by(TrickyTopic.number)),
        ("Additional issues", "issue", issues.order_by(AdditionalIssue.number)),
    )
    found = {
        heading: [(f"{kind}:{row_id}", title) for row_id, title in db.session.execute(query)]
        for heading, kind, query in groups
    }
    return {heading: choices for heading, choices in found.items() if choices}
