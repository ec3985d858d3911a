"""What people's own data adds to the pages of the account."""

from __future__ import annotations

from flask import url_for

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.web.page.panels import NavItem


def of_administration(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    """The way to the words of the privacy page."""
    return [NavItem(gettext("Privacy"), url_for("privacy.word"))]


def ways(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- only ever shown to whoever is signed in
    """The way to one's own data, beside profile and password."""
    return [NavItem(gettext("Your data"), url_for("privacy.own_data"))]


def of_a_person(actor: Actor, person: Person) -> list[NavItem]:
    """The way to erasing an account, beside what else an administrator does with it."""
    return (
        []
        if person.id == actor.person_id
        else [NavItem(gettext("Erase"), url_for("privacy.erase_person", person_id=person.id))]
    )
