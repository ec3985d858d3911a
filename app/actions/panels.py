"""What actions show on others' pages: an intervention's, a topic's, an issue's, the network's home, a person's home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.actions import queries
from app.actions.export import is_overdue
from app.actions.lifecycle import ACTION, SETTLED
from app.actions.models import Action
from app.actions.policy import Agreement, Permission
from app.core import clock
from app.core.actor import Actor, NetworkLink
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.interventions.models import Intervention
from app.networks.models import LearningNetwork
from app.texts.panels import mentioned_in
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment, kept
from app.web.page.panels import NavItem

#: How many the network's home names.
NEXT = 1

#: How many the page of a topic, an issue or an intervention names; the register has them all.
MOST = 20


def for_intervention(actor: Actor, intervention: Intervention, network: LearningNetwork) -> Markup:
    """The work that makes an intervention happen."""
    found = queries.of_intervention(intervention.id, MOST + 1, seen_by=actor)
    offer = Agreement(network.id, actor.person_id or 0, intervention.id)
    return _for_subject(actor, network, found, {"intervention": intervention.number}, offer)


def for_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup:
    found = queries.of_topic(topic.id, MOST + 1, seen_by=actor)
    return _for_subject(actor, network, found, {"topic": topic.number}, _own(actor, network))


def for_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup:
    found = queries.of_issue(issue.id, MOST + 1, seen_by=actor)
    return _for_subject(actor, network, found, {"issue": issue.number}, _own(actor, network))


def on_network_home(actor: Actor, network: LearningNetwork) -> Markup:
    """What falls due next, and how much is late."""
    due = queries.next_due(network, NEXT, seen_by=actor)
    return _on_home(network.slug, due, clock.today())


# `_today` tells apart what is overdue by then.
@kept
def _on_home(slug: str, due: queries.NextDue, _today: date) -> Markup:
    words = {"network": {"slug": slug}, "due": due, "lifecycle": ACTION, "is_overdue": is_overdue}
    return fragment("actions/panels/network_home.html", **words)


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:
    if not allowed(actor, Permission.READ, network):
        return []
    return [NavItem(gettext("Actions"), url_for("actions.register", slug=network.slug), group=gettext("Doing"))]


def ways_to_write(actor: Actor, network: NetworkLink) -> list[NavItem]:
    if not allowed(actor, Permission.ADD, network):
        return []
    return [NavItem(gettext("Agree an action"), url_for("actions.new_action", slug=network.slug))]


def _own(actor: Actor, network: LearningNetwork) -> Agreement:
    """An action of the reader's own that is for no intervention: what an AL may not take on."""
    return Agreement(network.id, actor.person_id or 0, None)


def _for_subject(
    actor: Actor, network: LearningNetwork, found: Sequence[queries.ActionLine], source: dict[str, Any], own: Agreement
) -> Markup:
    return _drawn(
        network.slug,
        tuple(found),
        clock.today(),
        add_url=url_for("actions.new_action", slug=network.slug, **source),
        register_url=None if "issue" in source else url_for("actions.register", slug=network.slug, **source),
        may_add=allowed(actor, Permission.AGREE, own),
    )


# `_today` tells apart what is overdue by then.
@kept
def _drawn(
    slug: str,
    found: tuple[queries.ActionLine, ...],
    _today: date,
    *,
    add_url: str,
    register_url: str | None,
    may_add: bool,
) -> Markup:
    return fragment(
        "actions/panels/for_subject.html",
        network={"slug": slug},
        actions=found[:MOST],
        pressing=[each for each in found[:MOST] if each.state not in SETTLED],
        settled=[each for each in found[:MOST] if each.state in SETTLED],
        more=len(found) > MOST,
        lifecycle=ACTION,
        is_overdue=is_overdue,
        add_url=add_url if may_add else None,
        register_url=register_url,
    )


def sections() -> list[tuple[str, str]]:
    """Where the panel stands on the page of a topic or an issue, for the list of what is on it."""
    return [("Actions", "#actions")]


def mentioned(actor: Actor, action: Action, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "A", action.number)
