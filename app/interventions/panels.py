"""What interventions show on others' pages: a topic's and an issue's, the network's home, a person's home."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor, NetworkLink
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.interventions import queries
from app.interventions.lifecycle import INTERVENTION, NOT_PURSUED
from app.interventions.models import Intervention
from app.interventions.policy import Permission
from app.networks.models import LearningNetwork
from app.texts.panels import mentioned_in
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment, kept
from app.web.page.once import once
from app.web.page.panels import NavItem

#: How many a topic's or an issue's page names; the pipeline has them all.
MOST = 20


def for_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup:
    """The interventions proposed for a topic, and the way to propose one."""
    return _for_subject(actor, network, lines_of_topic(actor, topic), {"topic": topic.number})


def lines_of_topic(actor: Actor, topic: TrickyTopic) -> list[queries.InterventionLine]:
    """The interventions of a topic, once for all that its page shows of them."""
    return once(("interventions of topic", topic.id), lambda: queries.of_topic(topic.id, MOST + 1, seen_by=actor))


def for_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup:
    return _for_subject(actor, network, queries.of_issue(issue.id, MOST + 1, seen_by=actor), {"issue": issue.number})


def on_network_home(actor: Actor, network: LearningNetwork) -> Markup:
    """The pipeline in figures."""
    stages = tuple(queries.counts(network, seen_by=actor))
    return _on_home(network.slug, stages, may_propose=allowed(actor, Permission.PROPOSE, network))


@kept
def _on_home(slug: str, stages: tuple[queries.Stage, ...], *, may_propose: bool) -> Markup:
    return fragment(
        "interventions/panels/network_home.html",
        network={"slug": slug},
        stages=stages,
        total=sum(stage.count for stage in stages),
        may_propose=may_propose,
    )


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:
    if not allowed(actor, Permission.READ, network):
        return []
    return [
        NavItem(
            gettext("Interventions"), url_for("interventions.interventions", slug=network.slug), group=gettext("Doing")
        )
    ]


def ways_to_write(actor: Actor, network: NetworkLink) -> list[NavItem]:
    if not allowed(actor, Permission.PROPOSE, network):
        return []
    return [NavItem(gettext("Propose an intervention"), url_for("interventions.new_intervention", slug=network.slug))]


def _for_subject(
    actor: Actor, network: LearningNetwork, found: list[queries.InterventionLine], chosen: dict[str, Any]
) -> Markup:
    propose_url = url_for("interventions.new_intervention", slug=network.slug, **chosen)
    may_propose = allowed(actor, Permission.PROPOSE, network)
    return _drawn(network.slug, tuple(found), clock.today().year, propose_url, may_propose=may_propose)


# `_year`: days of another year are said with theirs.
@kept
def _drawn(
    slug: str, found: tuple[queries.InterventionLine, ...], _year: int, propose_url: str, *, may_propose: bool
) -> Markup:
    return fragment(
        "interventions/panels/for_subject.html",
        network={"slug": slug},
        interventions=found[:MOST],
        pursued=[each for each in found[:MOST] if each.state not in NOT_PURSUED],
        dropped=[each for each in found[:MOST] if each.state in NOT_PURSUED],
        more=len(found) > MOST,
        lifecycle=INTERVENTION,
        may_propose=may_propose,
        propose_url=propose_url,
    )


def sections() -> list[tuple[str, str]]:
    """Where the panel stands on the page of a topic or an issue, for the list of what is on it."""
    return [("Interventions", "#interventions")]


def mentioned(actor: Actor, intervention: Intervention, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "V", intervention.number)
