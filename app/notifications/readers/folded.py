"""For moderators: that some members find something critical in their digest and not at once."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions.models import Action
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text.words import moment, quoted
from app.networks.models import CriticalDate
from app.notifications.digest_schedule import AT_ONCE_IN_A_WEEK
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.readers.networks import visible_dates
from app.notifications.reading import NoticeWords


def folded(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """What was folded is a date, unless the notice says that it is the date of an action."""
    due = [each for each in notices if each.facts.get("of") == "due"]
    dates = [each for each in notices if each.facts.get("of", "date") == "date"]
    actions = visible_rows(Action, subjects(due), visible_actions, seen_by)
    rows = visible_rows(CriticalDate, subjects(dates), visible_dates, seen_by)
    titles = {
        each.id: f"the action {quoted(actions[each.subject_id].title)}" for each in due if each.subject_id in actions
    }
    titles |= {
        each.id: f"A date that matters: {rows[each.subject_id].title}, {moment(rows[each.subject_id].at)}"
        for each in dates
        if each.subject_id in rows
    }
    return {notice_id: _words(title) for notice_id, title in titles.items()}


def _words(title: str) -> NoticeWords:
    return NoticeWords(
        gettext("Some members find this in their digest and not at once: %(title)s", title=title),
        gettext(
            "They have had %(at_once_in_a_week)s urgent mails within a week, which is the most we send.",
            at_once_in_a_week=AT_ONCE_IN_A_WEEK,
        ),
    )
