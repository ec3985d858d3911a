"""What stands on the members' page for those who invite."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.core.site.in_force import in_force
from app.networks.invitations.queries import unanswered
from app.networks.invitations.views import several_form
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.queries import members
from app.web.page.fragments import fragment
from app.web.page.panels import SetUpStep


def waiting(actor: Actor, network: LearningNetwork) -> Markup | None:
    """Who was invited and has not begun, with the way to send them a letter again."""
    if not allowed(actor, Permission.INVITE, network):
        return None
    found = unanswered(network, seen_by=actor)
    return fragment("networks/_unanswered.html", of=network, unanswered=found) if found else None


def without_mail(actor: Actor, network: LearningNetwork) -> Markup | None:
    """That nobody gets a letter, where the site has no mail server yet: every page would promise one."""
    if network.is_demo or in_force().mail_server is not None or not allowed(actor, Permission.INVITE, network):
        return None
    return fragment("networks/_without_mail.html", is_admin=actor.is_admin)


def several(actor: Actor, network: LearningNetwork) -> Markup | None:
    """The box for a list of people."""
    if not allowed(actor, Permission.INVITE, network):
        return None
    return fragment("networks/_several.html", of=network, form=several_form(network, formdata=None))


def step(actor: Actor, network: LearningNetwork) -> list[SetUpStep]:
    """Inviting people, as a part of setting a network up; done with the second one."""
    people = {each.person_id for each in members(network, seen_by=actor)}
    url = url_for("networks.invite_several", slug=network.slug)
    return [SetUpStep(gettext("People"), url, len(people) > 1, optional=True)]
