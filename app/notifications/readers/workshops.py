"""A workshop: the invitation, what opens, what changes, and its write-up."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text.words import moment, quoted
from app.notifications.letters.workshops import Occasion
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords
from app.workshops.models import Workshop
from app.workshops.policy import visible_workshops

#: What a published write-up is called among the occasions.
WRITE_UP = "write-up"

_TITLES: dict[str, str] = {
    Occasion.INVITATION: "You are invited: {title}, {when}",
    Occasion.CHANGE: "A new time or call: {title}, {when}",
    Occasion.CANCELLATION: "Cancelled: {title}",
    Occasion.NO_MEETING: "There will be no meeting; you read and write in your own time: {title}",
    Occasion.TAKEN_OFF: "You are off the list of {title}",
    Occasion.COLLECTING: "You can write your cards: {title}",
    Occasion.CATCH_UP: "Read the board and add to it: {title}",
    Occasion.BALLOT: "The final ballot is open: {title}",
    Occasion.PUT_OFF: "The final ballot is open for longer: {title}",
    Occasion.CLOSED_EARLY: "The final ballot is closed, earlier than was said: {title}",
    Occasion.REMINDER: "Your ballot is missing: {title}",
    WRITE_UP: "The write-up is out: {title}",
}


def workshops(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(Workshop, subjects(notices), visible_workshops, seen_by)
    return {each.id: _words(each, rows[each.subject_id]) for each in notices if each.subject_id in rows}


def _words(notice: Notice, workshop: Workshop) -> NoticeWords:
    when = moment(workshop.starts_at) if workshop.starts_at else "in your own time"
    title = _TITLES.get(notice.what, "News of {title}").format(title=quoted(workshop.title), when=when)
    if notice.what == WRITE_UP:
        return NoticeWords(title, gettext("What was said, how the vote came out, and what becomes of each theme."))
    # The reason that a workshop holds is that of the move to its present state.
    reason = workshop.state_reason if notice.facts.get("state", workshop.state) == workshop.state else None
    return NoticeWords(title, reason or workshop.purpose)
