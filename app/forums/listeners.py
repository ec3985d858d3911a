"""What the forums do when something happens elsewhere."""

from __future__ import annotations

from app.accounts.events import PersonErased
from app.forums.bodies import show_without_pictures
from app.forums.reading.services import begin_reading
from app.forums.services import ensure_forums
from app.networks.events import NetworkMoved, PeopleInvited


def network_moved(event: NetworkMoved) -> None:
    """A network that has just been created gets its forums."""
    if not event.before and event.network_id is not None:
        ensure_forums(event.network_id)


def people_invited(event: PeopleInvited) -> None:
    """To new members, what was said before is not new."""
    if event.network_id is not None:
        begin_reading(event.person_ids, event.network_id)


def person_erased(event: PersonErased) -> None:
    """Their pictures and files are deleted, so their posts stand without them."""
    show_without_pictures(event.person_id)
