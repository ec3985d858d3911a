"""How often the material of a topic may be changed: who compares the figures of enough sets of sites learns of single
students what no single figure says (tried on a real dataset; docs/explanation/what-we-defend.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.core.text.words import day
from app.networks.policy import holds_the_data
from app.topics.models import TrickyTopic

#: What the history calls a change of the material. A topic's first mapping is none, nor is one of weeks or assessments.
OTHER_MATERIAL = "map to other material"
WINDOW = timedelta(days=7)
OF_A_TOPIC = 5
OF_A_PERSON = 15


def expect_few_changes(actor: Actor, topic: TrickyTopic) -> None:
    """Refused if the topic, or all topics together by this person, were given other material too often within a week.

    Whoever imports the data holds it anyway, and is only written down.
    """
    if holds_the_data(actor, topic.network_id):
        return
    # One after the other: two requests of one person on two topics must not both be the last that is allowed.
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    changed = AuditEntry.subject_kind == TrickyTopic.__tablename__
    _expect(changed & (AuditEntry.subject_id == topic.id), OF_A_TOPIC, "This topic was")
    _expect(changed & (AuditEntry.actor_id == actor.person_id), OF_A_PERSON, "Your topics were")


def _expect(which: ColumnElement[Any], most: int, whose: str) -> None:
    since = clock.now() - WINDOW
    recent = select(AuditEntry.at).where(which, AuditEntry.verb == OTHER_MATERIAL, AuditEntry.at > since)
    times: list[datetime] = sorted(db.session.scalars(recent))
    if len(times) < most:
        return
    free = times[-most] + WINDOW
    raise Refused(
        gettext(
            "%(whose)s mapped to other material %(most)s times within a week. Figures of many sets, "
            "compared, would say something about single students.",
            whose=whose,
            most=most,
        ),
        gettext(
            "Weeks and assessments can be changed at any time, the material again on %(free)s; the "
            "analyst of the network can change it before.",
            free=day(free),
        ),
    )
