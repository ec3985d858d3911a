"""The intervention clinic starts from topics: each one that is prioritised is a theme when the board opens.

So what could be done is grouped under the topic that it is for. Once only: what people make of the themes afterwards
stands, and a topic that is prioritised later is named like any other theme.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from app.core.db import db
from app.workshops.board.queries.clinic import prioritised
from app.workshops.board.services import vectors
from app.workshops.models import Theme, Workshop
from app.workshops.phases import CLINIC


def lay_out(workshop: Workshop) -> None:
    """A theme for each topic that waits, if the board of this clinic has none yet."""
    if workshop.template != CLINIC or db.session.scalar(select(exists().where(Theme.workshop_id == workshop.id))):
        return
    titles = [title for _, title in prioritised(workshop.network_id)]
    if titles:
        db.session.add_all(Theme(workshop_id=workshop.id, title=title) for title in titles)
        db.session.flush()  # a ballot that opens now names them by their numbers
        vectors.owe_vectors(workshop.id)
