"""Tying a topic to the module: weeks, activity types or sites, assessments with their question."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.topics.assessment_labels import AssessmentLabel
from app.topics.lifecycle import TOPIC
from app.topics.models import MappedAssessment, TopicMapping, TrickyTopic
from app.topics.policy import Permission
from app.topics.services.mapping_limits import OTHER_MATERIAL, expect_few_changes
from app.topics.services.raising import GONE_ELSEWHERE

#: Weeks before the start exist (materials open early); no module runs longer than this.
FIRST_WEEK = -8
LAST_WEEK = 60


def map_topic(
    actor: Actor,
    topic: TrickyTopic,
    *,
    week_from: int,
    week_to: int,
    activity_types: Sequence[str] = (),
    sites: Sequence[int] = (),
    assessments: Sequence[AssessmentLabel | tuple[str, str]] = (),
    seen_version: int | None = None,
) -> TopicMapping:
    """Set where the topic lies. Empty activity types and sites mean all of the module's material.

    `seen_version` 0 means that the editor saw no mapping; Conflict if there is one now. Invalid if the weeks are out of
    order, or outside FIRST_WEEK to LAST_WEEK. Refused if the material was changed too often of late
    (mapping_limits.py), and once the topic was merged or became an additional issue.
    """
    require(actor, Permission.MAP, topic)
    if topic.state in GONE_ELSEWHERE:
        raise Refused(
            gettext("This topic is “%(topic)s”. Map the one that took its place.", topic=TOPIC.label(topic.state))
        )
    assert actor.person_id is not None  # nobody else holds the permission
    _expect_weeks(week_from, week_to)
    mapping = _present(topic)
    before = mapping.in_words if mapping else None
    material = sorted(set(activity_types)), sorted(set(sites))
    verb = "map"
    if mapping is None:
        mapping = TopicMapping(topic_id=topic.id, assessments=[])
        db.session.add(mapping)
    else:
        expect_version(mapping, seen_version, {"Mapping": before})
        if material != (mapping.activity_types, mapping.sites):
            expect_few_changes(actor, topic)
            verb = OTHER_MATERIAL
    mapping.week_from = week_from
    mapping.week_to = week_to
    mapping.activity_types, mapping.sites = material
    _put_assessments(mapping, assessments)
    mapping.mapped_by_id = actor.person_id
    mapping.mapped_at = clock.now()
    # Assessments lie in a table of their own; the mapping's version must tell the next editor all the same.
    flag_modified(mapping, "mapped_at")
    db.session.flush()  # a twin that was quicker shows itself here
    audit.record(actor, verb, topic, before=before, after=mapping.in_words)
    return mapping


def _present(topic: TrickyTopic) -> TopicMapping | None:
    # The topic's row is locked first, so that two people who map it for the first time do so one after the other.
    db.session.execute(select(TrickyTopic.id).where(TrickyTopic.id == topic.id).with_for_update(key_share=True))
    wanted = select(TopicMapping).where(TopicMapping.topic_id == topic.id)
    return db.session.scalar(wanted.options(selectinload(TopicMapping.assessments)))


def _expect_weeks(week_from: int, week_to: int) -> None:
    if week_from > week_to:
        fault = gettext(
            "The last week (%(week_to)s) lies before the first (%(week_from)s). Change one of them.",
            week_to=week_to,
            week_from=week_from,
        )
        raise Invalid(fault, {"week_to": [fault]})
    for name, week in (("week_from", week_from), ("week_to", week_to)):
        if not FIRST_WEEK <= week <= LAST_WEEK:
            fault = gettext(
                "Presentation weeks lie between %(first_week)s and %(last_week)s; week 1 starts on the first day.",
                first_week=FIRST_WEEK,
                last_week=LAST_WEEK,
            )
            raise Invalid(fault, {name: [fault]})


def _put_assessments(mapping: TopicMapping, wanted: Sequence[AssessmentLabel | tuple[str, str]]) -> None:
    labels = list(dict.fromkeys((name, question) for name, question in wanted))
    kept = [each for each in mapping.assessments if (each.assessment, each.question) in labels]
    there = {(each.assessment, each.question) for each in kept}
    new = [
        MappedAssessment(assessment=name, question=question)
        for name, question in labels
        if (name, question) not in there
    ]
    mapping.assessments = [*kept, *new]
