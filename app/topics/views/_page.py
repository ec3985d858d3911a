"""What the pages of a topic and of an issue need, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.lifecycle import Lifecycle
from app.core.permissions import allowed
from app.forums.panels import thread
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import due, queries
from app.topics.lifecycle import ISSUE, TOPIC, VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.models import AdditionalIssue, TopicMapping, TrickyTopic
from app.topics.policy import ISSUE_STEPS, TOPIC_STEPS, Permission
from app.topics.shortlist_check import ShortlistCheck, shortlist_check
from app.topics.views import _drawn as drawn
from app.topics.words import history_line
from app.web.actor import actor
from app.web.page.panels import collect


@dataclass(frozen=True)
class Offer:
    """A step that is open now and that the reader may take."""

    verb: str
    label: str
    needs_reason: bool


#: A long page begins with the way to its parts; the panels of other features add theirs.
OWN_SECTIONS = (("Statement", "#statement"), ("Stumbling blocks", "#blocks"), ("Problem examples", "#examples"))


def topic_page(network: LearningNetwork, topic: TrickyTopic) -> dict[str, Any]:
    """Everything topics/topic.html shows."""
    reader = actor()
    names = networks.former_names(network.id, seen_by=reader)
    parts = queries.anatomy(topic, seen_by=reader)
    here = url_for("topics.topic", slug=network.slug, number=topic.number)
    return {
        "network": network,
        "topic": topic,
        "names": names,
        "ballot": queries.ballot(topic, seen_by=reader),
        "takes_votes": topic.state in VOTABLE_TOPIC,
        "offers": _offers(TOPIC, TOPIC_STEPS, topic),
        "shortlist_check": parts.shortlist_check,
        "sections": [*OWN_SECTIONS, *collect("topics.topic.sections"), ("Discussion", "#discussion")],
        "anatomy": _anatomy(reader, here, topic, parts),
        "mapping": drawn.mapping(here, _place(topic.mapping), may_map=allowed(reader, Permission.MAP, topic)),
        "linked": queries.successors(topic, seen_by=reader),
        "history": _history("topic", topic, names),
        "thread": thread(topic.discussion, reader),
        "Permission": Permission,
    }


def _place(mapping: TopicMapping | None) -> drawn.MaterialWords | None:
    if mapping is None:
        return None
    return drawn.MaterialWords(
        mapping.weeks_in_words.removeprefix("weeks ").removeprefix("week "),
        ", ".join(mapping.activity_types),
        mapping.sites_in_words,
        ", ".join(each.in_words for each in mapping.assessments),
    )


def _anatomy(reader: Actor, here: str, topic: TrickyTopic, parts: queries.Anatomy) -> Markup:
    may_add = allowed(reader, Permission.ADD_EXAMPLE, topic)
    return drawn.anatomy(
        here,
        parts,
        may_shape=allowed(reader, Permission.SHAPE, topic),
        may_add=may_add,
        rewordable=frozenset(
            each.id for each in parts.examples if may_add and allowed(reader, Permission.EDIT_EXAMPLE, each)
        ),
    )


def issue_page(network: LearningNetwork, issue: AdditionalIssue) -> dict[str, Any]:
    """Everything topics/issue.html shows."""
    reader = actor()
    names = networks.former_names(network.id, seen_by=reader)
    return {
        "network": network,
        "issue": issue,
        "names": names,
        "ballot": queries.ballot(issue, seen_by=reader),
        "takes_votes": issue.state in VOTABLE_ISSUE,
        "offers": _offers(ISSUE, ISSUE_STEPS, issue),
        "linked": queries.predecessors(issue, seen_by=reader),
        "history": _history("issue", issue, names),
        "thread": thread(issue.discussion, reader),
        "Permission": Permission,
        **acknowledgement(issue),
    }


def acknowledgement(issue: AdditionalIssue) -> dict[str, Any]:
    """By when it should be acknowledged, and whether that day has passed."""
    by = due.acknowledge_by(clock.local(issue.created_at).date())
    return {"acknowledge_by": by, "overdue": issue.state == "raised" and by < clock.today()}


def shortlist_check_of(topic: TrickyTopic) -> ShortlistCheck:
    """What a topic that was loaded whole still needs for the shortlist."""
    codes = {code for example in topic.examples for code in example.codes}
    return shortlist_check(len(topic.blocks), len(topic.examples), len(codes))


def _offers(lifecycle: Lifecycle, steps: dict[str, Permission], subject: Any) -> dict[str, Offer]:
    return {
        move.verb: Offer(move.verb, move.label, move.needs_reason)
        for move in lifecycle.moves_from(subject.state)
        if move.verb in steps and allowed(actor(), steps[move.verb], subject)
    }


def _history(kind: str, subject: TrickyTopic | AdditionalIssue, names: dict[int, str]) -> Markup:
    return drawn.history(
        tuple(
            drawn.DrawnLine(
                step.at,
                history_line(kind, step.verb, step.before, step.after, step.reason),
                names.get(step.who_id or 0, step.who),
                step.before if step.verb == "reword" else None,
            )
            for step in queries.history(subject, seen_by=actor())
        )
    )
