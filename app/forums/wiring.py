"""Plugs the forums into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, the forums on a network's page and in its sections, new networks' forums, the nightly rendering."""
    from app.core.events import listen
    from app.core.text import markdown
    from app.forums import jobs, listeners, panels
    from app.forums.cli import commands
    from app.forums.summing_up import wiring as summing_up
    from app.forums.views import blueprint
    from app.forums.views.standing import standing
    from app.networks.events import NetworkMoved, PeopleInvited
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    summing_up.init_app(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands)
    app.add_template_filter(standing)
    app.add_template_filter(lambda text: markdown.markup(markdown.render(text)), "rendered")
    offer("networks.write", panels.ways_to_write, order=10)
    offer("networks.home.main", panels.new_here, order=5)
    offer("networks.home.main", panels.latest, order=20)
    offer("home.news", panels.new_on_home)
    offer("networks.news", panels.new_in_networks)
    offer("accounts.account.main", panels.own_choice, order=60)
    offer("networks.nav", panels.nav, order=10)
    listen(NetworkMoved, listeners.network_moved)
    listen(PeopleInvited, listeners.people_invited)
    periodically(app, "forums_render", jobs.render_stale, hour="3", minute="20")
