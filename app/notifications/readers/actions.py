"""An action that is somebody's: that it is theirs, what others did with it, its date."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions.lifecycle import ACTION, PRESSING
from app.actions.models import Action
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text.words import day, quoted
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords

_TITLES = {
    "agreed": "You own this action: {title}",
    "edited": "The words, the owner or the date of your action were changed: {title}",
    "soon": "Due soon: {title}",
    "overdue": "Overdue: {title}",
}


def actions(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(Action, subjects(notices), visible_actions, seen_by)
    return {each.id: _words(each, rows[each.subject_id]) for each in notices if each.subject_id in rows}


def _words(notice: Notice, action: Action) -> NoticeWords:
    state = ACTION.label(str(notice.facts.get("state", action.state)))
    title = _TITLES.get(notice.what, "Your action {title} is now: {state}")
    why = f"Critical: {action.critical_reason}\n" if notice.kind == "due" and action.critical_reason else ""
    return NoticeWords(
        title.format(title=quoted(action.title), state=state),
        gettext(
            "%(why)sDue on %(due_on)s. It is done when: %(success_indicator)s",
            why=why,
            due_on=day(action.due_on),
            success_indicator=action.success_indicator,
        ),
        over=notice.kind == "due" and action.state not in PRESSING,
    )
