"""Plugs the forums into the application."""

from __future__ import annotations

from flask import Flask

from app.core.language.spoken import lazy_gettext


def init_app(app: Flask) -> None:
    """Pages, the forums on a network's page and in its sections, new networks' forums, the nightly rendering."""
    from app.accounts.events import PersonErased
    from app.core.events import listen
    from app.core.text import markdown
    from app.forums import jobs, listeners, panels
    from app.forums.cli import commands
    from app.forums.views import blueprint
    from app.forums.views.standing import standing
    from app.forums.views.writing import as_previewed
    from app.networks.events import NetworkMoved, PeopleInvited
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    _rooms(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands)
    app.add_template_filter(standing)
    app.add_template_filter(lambda text: markdown.markup(markdown.render(text)), "rendered")
    app.add_template_filter(as_previewed)
    _name()
    offer("networks.write", panels.ways_to_write, order=10)
    offer("networks.home.main", panels.new_here, order=5)
    offer("networks.home.main", panels.latest, order=20)
    offer("networks.news", panels.new_in_networks)
    offer("accounts.account.main", panels.own_choice, order=60)
    offer("networks.nav", panels.nav, order=10)
    listen(NetworkMoved, listeners.network_moved)
    listen(PeopleInvited, listeners.people_invited)
    listen(PersonErased, listeners.person_erased)
    periodically(app, "forums_reopen", jobs.reopen, minute="12")
    periodically(app, "forums_render", jobs.render_stale, hour="3", minute="20")


def _rooms(app: Flask) -> None:
    """What has a room of its own."""
    from app.forums.contents import wiring as contents
    from app.forums.flags import wiring as flags
    from app.forums.reactions import wiring as reactions
    from app.forums.summing_up import wiring as summing_up

    for room in (summing_up, contents, flags, reactions):
        room.init_app(app)


def _name() -> None:
    """Posts and discussions are called by tokens in texts, as each reader may know them; and posts hold such texts."""
    from sqlalchemy import case

    from app.forums.bodies import POST
    from app.forums.models import Discussion, Post
    from app.forums.naming import queries as naming
    from app.forums.policy import values_for, visible_posts, visible_titles
    from app.networks.naming.numbered import Numbered
    from app.networks.policy import WHOEVER_READS
    from app.texts.places import TextPlace, offer
    from app.web.page.naming import name_by

    offer(
        TextPlace(
            kind=POST,
            model=Post,
            visible=visible_posts,
            values=values_for,
            noun=lazy_gettext("A discussion"),
            path="posts/{}",
            number=Post.id,
            network=Post.network_id,
            author=Post.author_id,
            at=Post.created_at,
            title=case((visible_titles(WHOEVER_READS), Discussion.title)),
            joined=((Discussion, Discussion.id == Post.discussion_id),),
        )
    )

    name_by(naming.name_authors, "post")
    name_by(naming.name_posts, "P")
    Numbered("D", "discussion", "discussions", Discussion, visible_titles, values=values_for).register()
