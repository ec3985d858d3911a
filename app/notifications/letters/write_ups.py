"""The published write-up by mail: in full, nothing cut, one letter to each of those whom the publisher confirmed.

Its words are read when the letter is sent, as those of other letters: as they stand then.

Outside the week's budget and the digest, as other letters about a workshop; not to who wants no mail, or none about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import DigestFrequency, Person
from app.core import clock, outbox
from app.core.db import db
from app.core.mail import Letter
from app.core.site.in_force import in_force
from app.core.text.plain import as_plain
from app.networks.models import LearningNetwork
from app.networks.queries import actor_of
from app.networks.queries.current import member_today
from app.notifications.letters.notices import MAIL, send
from app.notifications.letters.workshops import stop_url
from app.notifications.models import Notice
from app.web.page.naming import resolved
from app.workshops.models import Workshop, WorkshopMember
from app.workshops.outcomes.write_up.queries import write_up

#: Outbox kinds: owe these letters, and write one of them and send it.
WRITE_UPS = "notifications.write_up_letters"
WRITE_UP = "notifications.write_up_letter"


@dataclass(frozen=True)
class Recipient:
    """To whom a letter goes; `handle` names them in the link that stops such letters."""

    id: int
    name: str
    email: str
    handle: str


def owe_write_ups(workshop_id: int, person_ids: Iterable[int], about: str) -> None:
    """A letter for each of these people, sent by the worker; once for what `about` names."""
    debt = {"workshop": workshop_id, "people": sorted(person_ids), "about": about}
    outbox.enqueue(WRITE_UPS, debt, once=f"{MAIL}{about}")


def write_write_ups(payload: dict[str, Any]) -> None:
    """Outbox handler: owe each letter, and take the notices of the same news from the next digest."""
    workshop = db.session.get_one(Workshop, payload["workshop"])
    written = []
    for reader in _readers(workshop, payload["people"]):
        key = f"{payload['about'].replace(':', '-')}-{reader.id}"
        outbox.enqueue(WRITE_UP, {"key": key, "workshop": workshop.id, "person": reader.id}, once=MAIL + key)
        written.append(reader.id)
    told = update(Notice).where(
        Notice.once_key == payload["about"], Notice.person_id.in_(written), Notice.mailed_at.is_(None)
    )
    db.session.execute(told.values(mailed_at=clock.now()).execution_options(synchronize_session=False))


def _readers(workshop: Workshop, person_ids: list[int]) -> list[Recipient]:
    """Those who are members of the network today and want this mail.

    Nobody once it was opened anew; what comes of that is published again.
    """
    if workshop.state != "published":
        return []
    member = member_today(Person.id, workshop.network_id)
    asked = (
        select(Person.id, Person.name, Person.email, WorkshopMember.answer_token)
        .join(WorkshopMember, WorkshopMember.person_id == Person.id)
        .where(
            WorkshopMember.workshop_id == workshop.id,
            WorkshopMember.wants_letters,
            Person.id.in_(person_ids),
            Person.active,
            Person.mail_pace != DigestFrequency.OFF,
            member,
        )
        .order_by(Person.id)
    )
    return [Recipient(*row) for row in db.session.execute(asked)]


def send_write_up(payload: dict[str, Any]) -> None:
    """Outbox handler."""
    send(_letter, payload)


def _letter(payload: dict[str, Any]) -> Letter | None:
    # The write-up tells the phases.
    workshop = db.session.get_one(
        Workshop, payload["workshop"], options=[selectinload(Workshop.phases)], populate_existing=True
    )
    reader = next(iter(_readers(workshop, [payload["person"]])), None)
    seen_by = actor_of(payload["person"])
    if reader is None or seen_by is None:
        return None
    network = db.session.get_one(
        LearningNetwork, workshop.network_id, options=[joinedload(LearningNetwork.module)], populate_existing=True
    )
    site = in_force().url
    url = f"{site}/networks/{network.slug}/workshops/{workshop.number}/write-up"
    read = write_up(network, workshop, seen_by=seen_by)
    sections = [(each.title, str(resolved(each.html, seen_by))) for each in read]
    words: dict[str, Any] = {
        "name": reader.name,
        "code": network.module.code,
        "workshop": workshop,
        "url": url,
        "stop_url": stop_url(site, reader.handle),
    }
    plain = [(title, as_plain(html, url)) for title, html in sections]
    rich = [(title, re.sub(r'(?<= href=")/', f"{site}/", html)) for title, html in sections]
    return Letter(
        payload["key"],
        reader.email,
        f"[{network.module.code}] The write-up: {workshop.title}",
        render_template("notifications/emails/write_up.txt", sections=plain, **words).strip() + "\n",
        render_template("notifications/emails/write_up.html", sections=rich, **words),
        stop_url=words["stop_url"],
    )
