"""Plugs networks into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Who acts; pages, the frame's links, home, the account page, and commands."""
    from app.core.personal.merging import unite_by
    from app.networks import asking, panels
    from app.networks.addresses import wiring as addresses
    from app.networks.cli import commands
    from app.networks.deputies import wiring as deputies
    from app.networks.invitations import wiring as invitations
    from app.networks.joining import wiring as joining
    from app.networks.naming import wiring as naming
    from app.networks.queries import actor_for
    from app.networks.services.uniting import unite_memberships
    from app.networks.views import blueprint
    from app.web.actor import load_actors_with
    from app.web.page.panels import offer

    load_actors_with(actor_for)
    invitations.init_app()
    joining.init_app(app)
    naming.init_app()
    addresses.init_app()
    deputies.init_app(app)
    unite_by("membership", unite_memberships)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands)
    offer("networks.nav", panels.last_sections, order=90)
    offer("administration.ways", panels.administration, order=0)
    offer("frame.networks", panels.switcher)
    offer("frame.links", panels.site_links, order=90)
    offer("home.waiting", panels.waiting)
    offer("home.waiting", asking.waiting)
    offer("accounts.account.main", panels.own_part)
    offer("networks.set_up.steps", panels.first_steps, order=0)
    offer("networks.set_up.steps", panels.last_step, order=90)
    offer("networks.set_up.guide", panels.guide)
