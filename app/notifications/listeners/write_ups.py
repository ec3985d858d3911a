"""A published write-up is told to those whom the publisher confirmed, each once."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.core.db import db
from app.notifications.letters.write_ups import owe_write_ups
from app.notifications.listeners._words import address
from app.notifications.notify import Notification, tell_once
from app.notifications.readers.workshops import WRITE_UP
from app.workshops.events import WriteUpPublished
from app.workshops.models import Workshop


def write_up_published(event: WriteUpPublished) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    news = Notification(
        network_id=workshop.network_id,
        # A workshop that was reopened is published again, and that is news.
        about=f"write-up:{workshop.id}:{workshop.version}",
        kind="workshop",
        what=WRITE_UP,
        subject_id=workshop.id,
        url=address(workshop.network_id, f"workshops/{workshop.number}/write-up"),
    )
    tell_once(news, select(Person.id).where(Person.id.in_(event.recipient_ids)))
    owe_write_ups(workshop.id, event.recipient_ids, news.about)
