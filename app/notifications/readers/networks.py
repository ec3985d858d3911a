"""Dates that matter, members whom an administrator let in, and who asks to join."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from app.core import clock
from app.core.actor import Actor
from app.core.language.spoken import gettext, ngettext
from app.core.text.words import moment
from app.networks.joining.queries import asking_by_network
from app.networks.models import ROLE_WORDS, CriticalDate, Role
from app.networks.policy import Capability, holds, in_networks_where
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords


def dates(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(CriticalDate, subjects(notices), visible_dates, seen_by)
    return {each.id: _words(rows[each.subject_id]) for each in notices if each.subject_id in rows}


def visible_dates(actor: Actor) -> ColumnElement[bool]:
    return in_networks_where(CriticalDate.network_id, actor, Capability.READ)


def _words(date: CriticalDate) -> NoticeWords:
    title = f"A date that matters: {date.title}, {moment(date.at)}"
    return NoticeWords(title, date.reason, over=date.at < clock.now())


def memberships(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """For those who answer for the network, and without the names of those let in: the list of members has it."""
    return {
        each.id: NoticeWords(
            gettext(
                "An administrator made %(whom)s%(role)s",
                whom=_whom(each.facts.get("many")),
                role=_as(each.facts.get("role")),
            ),
            gettext("The list of members says who, and keeps it."),
        )
        for each in notices
        if holds(seen_by, Capability.READ, each.network_id)
    }


def _whom(many: int | str | None) -> str:
    return "somebody a member" if many in (None, 1) else f"{many} people members"


def _as(role: int | str | None) -> str:
    return f": {ROLE_WORDS[Role[str(role).upper()]]}" if role else ""


def joining(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """Without names: whoever was declined is forgotten some weeks later."""
    waiting = asking_by_network(seen_by)
    return {
        each.id: _who_asks(waiting.get(each.network_id or 0, 0))
        for each in notices
        if holds(seen_by, Capability.INVITE, each.network_id)
    }


def _who_asks(many: int) -> NoticeWords:
    if not many:
        return NoticeWords(gettext("Everybody who asked to join has an answer"))
    return NoticeWords(
        ngettext("%(count)s person asks to join", "%(count)s people ask to join", many),
        gettext("You invite people here: let them in, or say why not."),
    )
