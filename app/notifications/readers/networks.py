"""Dates that matter, what became of letters about them, and members whom an administrator let in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from app.core.actor import Actor
from app.core.text.words import moment
from app.networks.models import ROLE_WORDS, CriticalDate, Role
from app.networks.policy import Capability, holds, in_networks_where
from app.notifications.digest_schedule import AT_ONCE_IN_A_WEEK
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords


def dates(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(CriticalDate, subjects(notices), _visible_dates, seen_by)
    return {each.id: _words(each, rows[each.subject_id]) for each in notices if each.subject_id in rows}


def _visible_dates(actor: Actor) -> ColumnElement[bool]:
    return in_networks_where(CriticalDate.network_id, actor, Capability.READ)


def _words(notice: Notice, date: CriticalDate) -> NoticeWords:
    title = f"A date that matters: {date.title}, {moment(date.at)}"
    if notice.kind != "mail":
        return NoticeWords(title, date.reason)
    return NoticeWords(
        f"Some members find this in their digest and not at once: {title}",
        f"They have had {AT_ONCE_IN_A_WEEK} urgent mails within a week, which is the most we send.",
    )


def memberships(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """For those who answer for the network, and without the name of who was let in: the list of members has it."""
    return {
        each.id: NoticeWords(
            f"An administrator made somebody a member{_as(each.facts.get('role'))}",
            "The list of members says who it is, and keeps it.",
        )
        for each in notices
        if holds(seen_by, Capability.READ, each.network_id)
    }


def _as(role: int | str | None) -> str:
    return f": {ROLE_WORDS[Role[str(role).upper()]]}" if role else ""
