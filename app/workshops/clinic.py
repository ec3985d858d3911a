"""The intervention clinic starts from topics: each one that is prioritised is a theme when the board opens.

So what could be done is grouped under the topic that it is for. Once only: what people make of the themes afterwards
stands, and a topic that is prioritised later is named like any other theme.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from app.core.db import db
from app.topics.models import TrickyTopic
from app.workshops import embedding
from app.workshops.events import WorkshopMoved
from app.workshops.lifecycle import BOARD_IS_OPEN
from app.workshops.models import Phase, Theme, Workshop
from app.workshops.phases import CLINIC

#: Topics that wait for something to be done.
WAITING = "prioritised"


def lay_out(workshop: Workshop, _phase: Phase) -> None:
    """The hook of every phase that shows cards."""
    _put_topics(workshop)


def open_board(event: WorkshopMoved) -> None:
    """The listener for boards that open without a meeting."""
    if event.after in BOARD_IS_OPEN:
        _put_topics(db.session.get_one(Workshop, event.workshop_id))


def _put_topics(workshop: Workshop) -> None:
    if workshop.template != CLINIC or db.session.scalar(select(exists().where(Theme.workshop_id == workshop.id))):
        return
    waiting = select(TrickyTopic.title).where(
        TrickyTopic.network_id == workshop.network_id, TrickyTopic.state == WAITING
    )
    titles = list(db.session.scalars(waiting.order_by(TrickyTopic.number)))
    if titles:
        db.session.add_all(Theme(workshop_id=workshop.id, title=title) for title in titles)
        db.session.flush()  # a ballot that opens now names them by their numbers
        embedding.owe_vectors(workshop.id)
