"""Whoever saved a search and asked to be told hears of what is new to it."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, select

from app.accounts.models import Person
from app.notifications.notify import Notification, notify
from app.search.events import SavedSearchAnswered


def answered(event: SavedSearchAnswered) -> None:
    news = Notification(
        network_id=event.network_id or 0,
        about=f"search:{event.saved_search_id}-{event.network_id}",
        kind="search",
        what="answered",
        subject_id=event.saved_search_id,
        facts={"since": event.since},
        url=f"/search/saved/{event.saved_search_id}",
    )
    notify(news, select(Person.id).where(Person.id == bindparam("_owner", event.person_id, type_=Integer)))
