"""What changing a plan would do, said before it is done."""

from __future__ import annotations

from flask import request

from app.core import clock
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.text.words import day
from app.web.actor import actor
from app.web.page.asking import Question, is_current
from app.workshops.context import workshop_at
from app.workshops.participants import queries as participants
from app.workshops.participants.views.questions import is_told_of, letters


def of_changing(slug: str, number: int) -> Question | None:
    """A new time or another call goes to everybody who was invited."""
    where = workshop_at(slug, number)
    one, sent = where.workshop, request.form
    local = clock.local(one.starts_at) if one.starts_at else None
    was = (f"{local:%Y-%m-%d}", f"{local:%H:%M}", one.call_url or "") if local else ("", "", one.call_url or "")
    now = (sent.get("starts_on", ""), sent.get("starts_time", "")[:5], sent.get("call_url", "").strip())
    same_length = sent.get("minutes", "") in {"", str(one.minutes)}
    if not is_told_of(where) or (was == now and same_length) or not is_current(one.version):
        return None
    people = participants.numbers(one, seen_by=actor()).listed - bool(where.seat.part)
    words = [
        letters(people),
        gettext("It holds a new calendar entry; a new time asks everybody again whether they can come."),
    ]
    return Question(
        gettext("Change the time or the call?"),
        gettext("Change it"),
        words,
        gettext("It can be changed again, by another letter."),
        "primary",
        about=one.title,
    )


def of_the_run_sheet(slug: str, number: int) -> Question | None:
    """A meeting of another length is another calendar entry for everybody."""
    where = workshop_at(slug, number)
    one = where.workshop
    typed = [text.strip() for name, text in request.form.items() if name.endswith("_minutes") and text.strip()]
    if not all(map(names_a_row, typed)):
        return None  # the view says which is no number
    minutes = sum(map(int, typed))
    if not is_told_of(where) or one.starts_at is None or minutes == one.minutes or not is_current(one.version):
        return None
    people = participants.numbers(one, seen_by=actor()).listed - bool(where.seat.part)
    words = [
        gettext(
            "The meeting of %(starts_at)s is %(minutes)s minutes long instead of %(minutes2)s.",
            starts_at=day(one.starts_at),
            minutes=minutes,
            minutes2=one.minutes,
        ),
        letters(people),
    ]
    return Question(
        gettext("Change the length of the meeting?"),
        gettext("Change it"),
        words,
        gettext("It can be changed again, by another letter."),
        "primary",
        about=one.title,
    )


def of_dropping_a_template(**_template: object) -> Question:
    return Question(
        gettext("Drop this template?"), gettext("Drop it"), [gettext("Workshops planned with it keep their phases.")]
    )
