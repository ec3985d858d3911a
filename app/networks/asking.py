"""On home: who asks something of those who keep a network, all such questions in one statement."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import literal, union_all

from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext, ngettext
from app.networks.addresses.queries import addresses_asked
from app.networks.joining.queries import people_asking
from app.web.page.panels import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """People who ask to join wait for those who invite; members whose old mailbox is gone, for a chair."""
    asked = {"networks.joining": people_asking(actor), "networks.addresses": addresses_asked(actor)}
    queries = [
        query.with_only_columns(literal(endpoint), *query.selected_columns)
        for endpoint, query in asked.items()
        if query is not None
    ]
    places = {place.id: place for place in actor.places}
    rows = db.session.execute(union_all(*queries)).all() if queries else ()
    return [
        Waiting(
            title=_title(endpoint, many),
            url=url_for(endpoint, slug=places[network_id].slug),
            network=places[network_id].code,
            why=gettext("You invite people here") if endpoint == "networks.joining" else gettext("You are its chair"),
            since=since,
        )
        for endpoint, network_id, many, since in sorted(rows, key=lambda row: places[row[1]].code)
    ]


def _title(endpoint: str, many: int) -> str:
    if endpoint == "networks.joining":
        return ngettext("%(count)s person asks to join", "%(count)s people ask to join", many)
    return ngettext("%(count)s member asks for another address", "%(count)s members ask for another address", many)
