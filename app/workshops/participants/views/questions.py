"""What inviting would do, said before it is done."""

from __future__ import annotations

from flask import request

from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.core.text.words import plural
from app.web.actor import actor
from app.web.page.asking import Question
from app.workshops.context import WorkshopContext, workshop_at
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.policy import Permission


def letters(people: int) -> str:
    who = plural(people, "person gets", "people get")
    return (
        gettext("%(who)s a letter now, unless they asked for none.", who=who)
        if people > 0
        else gettext("Nobody else gets a letter.")
    )


def is_told_of(where: WorkshopContext) -> bool:
    """People know of it, so that what the reader changes is sent to them."""
    return where.workshop.state in UNDER_WAY and allowed(actor(), Permission.CHANGE, where.seat)


def of_inviting(slug: str, number: int) -> Question | None:
    """Whoever is put on the list of a workshop that people know of gets a letter at once."""
    where, people = workshop_at(slug, number), len(set(request.form.getlist("people")))
    roles = request.form.getlist("roles")
    if not is_told_of(where) or not (people or roles):
        return None
    who = gettext("Everybody with the roles that you ticked gets a letter now.") if roles else letters(people)
    return Question(
        gettext("Invite them?"),
        gettext("Invite them"),
        [who],
        gettext("They can be taken off the list, by another letter."),
        "primary",
        about=where.workshop.title,
    )


def of_uninviting(slug: str, number: int, **_person: int) -> Question | None:
    where = workshop_at(slug, number)
    if where.workshop.state == "draft" or not allowed(actor(), Permission.CHANGE, where.seat):
        return None
    words = [gettext("The person gets a letter that says so.")] if where.workshop.state in UNDER_WAY else []
    title, back = gettext("Take this person off the list?"), gettext("They can be invited again.")
    return Question(title, gettext("Take off the list"), words, back, about=where.workshop.title)
