"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.accounts.events import AccountsMerged
from app.core.events import listen
from app.core.text.markdown import brief
from app.forums.moderation.effects import keep_in_place, say_what_becomes
from app.topics import distiller, listeners, panels
from app.topics.policy import Permission
from app.topics.queries import VoteCount, moving
from app.topics.views import blueprint
from app.topics.words import state_hue, state_words
from app.web.page.panels import offer


def init_app(app: Flask) -> None:
    """Register blueprint, words for templates, and panels."""
    app.register_blueprint(blueprint)
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
    offer("networks.nav", panels.nav, order=20)
    offer("networks.write", panels.ways_to_write, order=20)
    offer("networks.home.main", panels.two_lists, order=10)
    offer("forums.post.actions", panels.raise_as, order=50)
    offer("forums.post.links", panels.raised_from, order=20)
    offer("forums.discussion.head", panels.head_of_discussion, order=20)
