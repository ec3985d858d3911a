"""Two people at the anatomy of one topic: whoever comes second is told what the first one did."""

from __future__ import annotations

from typing import Any

from app.core.db import db
from app.core.errors import NotFound
from app.topics import services
from app.topics.models import StumblingBlock, TrickyTopic
from tests.factories.beside import beside
from tests.factories.interventions import a_topic
from tests.people import World


def test_a_block_that_is_moved_while_it_is_taken_away_is_not_there(live_app: Any) -> None:
    world = World()
    topic = a_topic(world)
    amina, ben = world.actor("amina"), world.actor("ben")
    for title in ("First", "Second", "Third"):
        services.add_block(amina, topic, title=title)
    db.session.commit()
    topic_id = topic.id
    block_id = db.session.query(StumblingBlock.id).filter_by(topic_id=topic_id, title="Second").scalar()

    def both() -> tuple[TrickyTopic, StumblingBlock]:
        return db.session.get_one(TrickyTopic, topic_id), db.session.get_one(StumblingBlock, block_id)

    came = beside(
        live_app,
        lambda: services.remove_block(amina, *both()),
        both,
        lambda seen: services.move_block(ben, *seen, up=True),
    )
    assert isinstance(came, NotFound)
    rows = db.session.query(StumblingBlock.title).filter_by(topic_id=topic_id).order_by(StumblingBlock.position)
    assert [title for (title,) in rows] == ["First", "Third"]
