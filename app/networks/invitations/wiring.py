"""Plugs inviting many into the application."""

from __future__ import annotations


def init_app() -> None:
    """Its addresses are on the blueprint once they are imported."""
    from app.networks.invitations import panels
    from app.web.page.panels import offer

    offer("networks.members.top", panels.waiting)
    offer("networks.members.main", panels.several)
    offer("networks.set_up.steps", panels.step, order=80)
    offer("networks.members.notice", panels.without_mail)
