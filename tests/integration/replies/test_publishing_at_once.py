"""Two people publish the same reply at the same moment: it is published once, and everyone is told once."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app.core import outbox
from app.core.db import db
from app.core.errors import DomainError
from app.core.mail import RecordingMailer, use
from app.notifications.models import Notice
from app.replies import services
from app.replies.models import LoopReply
from app.topics.services import cast_vote
from tests.factories.interventions import a_topic
from tests.factories.replies import a_reply
from tests.people import World


def test_a_reply_is_published_once_under_concurrency(live_app: Flask) -> None:
    world = World()
    topic = a_topic(world)
    cast_vote(world.actor("ben"), topic)
    reply_id = a_reply(world, topic, state="approved").id
    db.session.commit()
    begin = threading.Barrier(2)
    published: list[str] = []

    def publish(name: str) -> None:
        with live_app.app_context():
            actor = World().actor(name)
            reply = db.session.get_one(LoopReply, reply_id)
            db.session.rollback()
            begin.wait()
            try:
                services.publish_reply(actor, reply)
                db.session.commit()
                published.append(name)
            except (DomainError, StaleDataError):
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=publish, args=(name,)) for name in ("dilys", "marek")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(published) == 1
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "reply")).all()
    assert sorted(told) == sorted([world.amina.id, world.ben.id])
    db.session.rollback()
    mailer = RecordingMailer()
    use(mailer)
    while outbox.run_due():
        pass
    assert sorted(letter.to for letter in mailer.letters) == ["amina@example.org", "ben@example.org"]
