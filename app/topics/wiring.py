"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.accounts.events import AccountsMerged
from app.core.events import listen
from app.core.language.spoken import lazy_gettext
from app.core.text.markdown import brief
from app.forums.moderation.effects import keep_in_place, say_what_becomes
from app.networks.naming.numbered import Numbered
from app.texts import places
from app.texts.places import TextPlace
from app.topics import distiller, listeners, panels
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import Permission, visible_issues, visible_topics
from app.topics.queries import VoteCount, moving
from app.topics.services.raising import ISSUE_TEXT, TOPIC_TEXT
from app.topics.views import blueprint
from app.topics.words import state_hue, state_words
from app.web.page.panels import offer


def init_app(app: Flask) -> None:
    """Register blueprint, words for templates, and panels."""
    app.register_blueprint(blueprint)
    Numbered("T", "topic", "topics", TrickyTopic, visible_topics, TOPIC.label).register()
    Numbered("I", "issue", "issues", AdditionalIssue, visible_issues, ISSUE.label).register()
    _hold_texts()
    listen(AccountsMerged, listeners.count_votes_anew)
    app.add_template_global(Permission, "TopicPermission")
    app.add_template_global(VoteCount, "make_ballot")
    app.add_template_filter(brief)
    app.add_template_global(state_words, "state_words")
    app.add_template_global(state_hue, "state_hue")
    app.jinja_env.globals.update(
        distiller_codes=distiller.CODES, distiller_source=distiller.SOURCE, distiller_url=distiller.SOURCE_URL
    )
    say_what_becomes(moving.raised_from_them)
    keep_in_place(moving.talked_about_here)
    offer("topics.topic.side", panels.mentioned, order=90)
    offer("topics.issue.side", panels.issue_mentioned, order=90)
    offer("networks.nav", panels.nav, order=20)
    offer("networks.write", panels.ways_to_write, order=20)
    offer("networks.home.main", panels.two_lists, order=10)
    offer("forums.post.actions", panels.raise_as, order=50)
    offer("forums.post.links", panels.raised_from, order=20)
    offer("forums.discussion.landmarks", panels.landmarks, order=20)
    offer("forums.discussion.head", panels.head_of_discussion, order=20)


def _hold_texts() -> None:
    """What statements name and show, and the answers to issues."""
    for model, kind, noun, path, visible, columns in (
        (TrickyTopic, TOPIC_TEXT, lazy_gettext("Tricky Topic"), "topics/{}", visible_topics, _STATEMENT),
        (AdditionalIssue, ISSUE_TEXT, lazy_gettext("Additional issue"), "issues/{}", visible_issues, _WITH_ANSWER),
    ):
        places.offer(
            TextPlace(
                kind=kind,
                model=model,
                visible=visible,
                noun=noun,
                path=path,
                number=model.number,
                network=model.network_id,
                author=model.raised_by_id,
                at=model.created_at,
                title=model.title,
                columns=columns,
            )
        )


_STATEMENT = (("statement_md", "statement_html"),)
_WITH_ANSWER = (*_STATEMENT, ("response_md", "response_html"))
