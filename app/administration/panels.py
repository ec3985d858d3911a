"""What the administration adds to the administrator's other pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flask import url_for
from markupsafe import Markup

from app.administration import queries
from app.administration.letters import queries as letters
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text.words import plural
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem, Waiting


def ways(actor: Actor) -> Iterator[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    """The way to these pages, beside networks and people."""
    yield NavItem(gettext("State of the site"), url_for("administration.state"))
    yield NavItem(gettext("Work"), url_for("administration.work"))
    yield NavItem(gettext("Mail"), url_for("administration.letters"))
    yield NavItem(gettext("Settings"), url_for("administration.settings"))


def first_steps(actor: Actor) -> Iterator[NavItem]:  # noqa: ARG001 -- asked for whoever has just become the administrator
    """Where the first administrator goes on."""
    yield NavItem(gettext("Name the site"), url_for("administration.first_settings"))


def refusing(person_ids: Sequence[int], actor: Actor) -> dict[int, Markup]:
    """Beside whoever's address refuses letters, since when."""
    since = letters.refusing_since(person_ids, seen_by=actor)
    return {each: fragment("administration/_refuses_letters.html", since=at) for each, at in since.items()}


def unreached(networks: Collection[int], actor: Actor) -> Markup | None:
    """On the desk: whom letters do not reach. Only who invites people here can do something about it, and is shown it."""
    found = letters.unreached_members(networks, seen_by=actor)
    return fragment("administration/_unreached.html", unreached=found) if found else None


def waiting(actor: Actor) -> Iterator[Waiting]:
    """What is not in order waits for each administrator. For nobody else is anything looked at."""
    if not actor.is_admin:
        return
    faulty = [part.name for part in queries.parts(actor) if part.fault]
    failed = sum(work.many for work in queries.failed_work(actor))
    found = [*faulty, *([f"{plural(failed, 'piece')} of work that could not be done"] if failed else [])]
    if found:
        url, why = url_for("administration.state"), "You are the administrator"
        yield Waiting(gettext("See to %(found)s", found=", ".join(found)), url, network=gettext("This site"), why=why)
