"""The reveal: cards get an order by lot, once, and what could lead from a card to a browser is forgotten.

It happens when the room first comes to a phase that shows cards, or when a workshop without such a phase opens its
board. Coming back a second time only places the cards that were added in between.
"""

from __future__ import annotations

import secrets
from typing import cast

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from app.core.db import db
from app.workshops.board.services import vectors
from app.workshops.models import Contribution
from app.workshops.participants.services import participation

_cards = cast("Table", Contribution.__table__)


def reveal(workshop_id: int) -> None:
    """Give each card that has no place yet one by lot, behind those that have; and note who has written so far."""
    participation.settle(workshop_id)
    waiting = (Contribution.workshop_id == workshop_id, Contribution.place.is_(None))
    ids = list(db.session.scalars(select(Contribution.id).where(*waiting)))
    if ids:
        secrets.SystemRandom().shuffle(ids)
        last = db.session.scalar(select(func.max(Contribution.place)).where(Contribution.workshop_id == workshop_id))
        first = 0 if last is None else last + 1
        # Written in the order of the lot: PostgreSQL keeps rows where they were written, and so loses the old order.
        place = update(_cards).where(_cards.c.id == bindparam("card")).values(place=bindparam("lot"), mark=None)
        connection = db.session.connection()
        connection.execute(place, [{"card": card, "lot": lot} for lot, card in enumerate(ids, first)])
        if connection.dialect.name == "sqlite":
            _write_anew(connection, ids)
        vectors.owe_vectors(workshop_id)


def _write_anew(connection: Connection, ids: list[str]) -> None:
    """SQLite lays a row that is changed back where it was: so all are taken out first, and written in this order."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    rows = {row["id"]: dict(row) for row in connection.execute(select(_cards).where(_cards.c.id.in_(ids))).mappings()}
    connection.execute(delete(_cards).where(_cards.c.id.in_(ids)))
    connection.execute(insert(_cards), [rows[each] for each in ids])
