"""Plugs replies into the application."""

from __future__ import annotations

from flask import Flask

from app.core.language.spoken import lazy_gettext


def init_app(app: Flask) -> None:
    """Pages, and what replies show on the pages of topics, issues, networks and home."""
    from app.replies import panels
    from app.replies.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    _hold_texts()
    offer("topics.topic.reply", panels.reply_to_topic)
    offer("topics.issue.reply", panels.reply_to_issue)
    offer("networks.home.side", panels.home_of_network, order=50)
    offer("networks.nav", panels.nav, order=70)
    offer("networks.cycle.hindrances", panels.hindrances)


def _hold_texts() -> None:
    """What replies name and show; whom they name hears of it when one is published."""
    from sqlalchemy import func, select

    from app.core.actor import Actor
    from app.networks.policy import Capability, networks_of
    from app.replies.models import LoopReply
    from app.replies.policy import visible_replies
    from app.replies.services import REPLY_TEXT
    from app.texts.places import TextPlace, offer
    from app.topics.models import AdditionalIssue, TrickyTopic

    def who_reads(actor: Actor) -> dict[str, list[int]]:
        return networks_of(actor, Capability.READ, Capability.DRAFT_REPLY)

    titles = (
        select(of.title).where(of.id == answered).scalar_subquery()
        for of, answered in ((TrickyTopic, LoopReply.topic_id), (AdditionalIssue, LoopReply.issue_id))
    )
    offer(
        TextPlace(
            kind=REPLY_TEXT,
            model=LoopReply,
            visible=visible_replies,
            values=who_reads,
            noun=lazy_gettext("Reply"),
            path="replies/{}",
            number=LoopReply.number,
            network=LoopReply.network_id,
            author=LoopReply.drafted_by_id,
            at=LoopReply.created_at,
            title=func.coalesce(*titles),
            columns=(("you_said_md", "you_said_html"), ("we_did_md", "we_did_html")),
        )
    )
