"""What publishing would do, said before it is done."""

from __future__ import annotations

from flask import request

from app.core.permissions import allowed
from app.web.actor import actor
from app.web.page.asking import Question, is_current
from app.workshops.context import workshop_at
from app.workshops.participants.views.questions import letters
from app.workshops.policy import Permission


def of_publishing(slug: str, number: int) -> Question | None:
    where = workshop_at(slug, number)
    if not allowed(actor(), Permission.PUBLISH, where.seat) or not is_current(where.workshop.version):
        return None
    people = len(set(request.form.getlist("recipients")))
    words = ["Every member of the network can read it then.", letters(people)]
    return Question("Publish the write-up?", "Publish it", words, kind="primary", about=where.workshop.title)
