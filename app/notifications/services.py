"""What a person does with their inbox, and the link that stops a sort of letters."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import update

from app.accounts.models import AskedMail, DigestFrequency, Person
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import require
from app.forums.following.queries import chosen
from app.forums.models import Discussion, Level
from app.forums.services import follow
from app.networks.policy import Capability, holds
from app.networks.queries import actor_of
from app.notifications.models import Notice
from app.notifications.policy import Permission, visible_notices


class Stops(StrEnum):
    """What the link in a letter stops; short, because it stands in an address."""

    DIGESTS = "d"
    DISCUSSION = "t"
    #: Mail about what is new on a list: then all mail about what one follows.
    LISTS = "l"


def mark_read(actor: Actor, notice: Notice) -> None:
    """Take it from the unread ones. Doing it again changes nothing."""
    require(actor, Permission.READ, notice)
    if notice.read_at is None:
        notice.read_at = clock.now()


def mark_all_read(actor: Actor, newest: Notice) -> None:
    """Mark as read what the page showed: `newest` and older. What came while it was read stays unread."""
    require(actor, Permission.READ, newest)
    shown = update(Notice).where(
        visible_notices(actor), Notice.read_at.is_(None), Notice.created_at <= newest.created_at
    )
    db.session.execute(shown.values(read_at=clock.now()).execution_options(synchronize_session=False))
    db.session.expire_all()


def stop_by_link(what: Stops, person_id: int, row_id: int) -> None:
    """What a letter's own link stops; the signed address of the link is the permission. NotFound if there is nobody to stop
    it for. Doing it again changes nothing.
    """
    person = db.session.get(Person, person_id)
    owner = actor_of(person_id)
    if person is None or owner is None:
        raise NotFound
    if what == Stops.DIGESTS:
        person.mail_pace = DigestFrequency.OFF
    elif what == Stops.LISTS:
        person.asked_mail = AskedMail.OFF
    elif (discussion := db.session.get(Discussion, row_id)) is not None and holds(
        owner, Capability.READ, discussion.network_id
    ):
        said = chosen(discussion, seen_by=owner)
        if Level.MUTE not in {said.level, said.around}:  # a link of an old letter makes nothing louder
            follow(owner, discussion, Level.DIGEST)
