"""What ending a ballot would do, said before it is done."""

from __future__ import annotations

from datetime import timedelta

from app.core import clock
from app.core.language.spoken import gettext, ngettext
from app.core.permissions import allowed
from app.core.text.words import moment, plural
from app.web.actor import actor
from app.web.page.asking import Question, is_current
from app.workshops.context import WorkshopContext, workshop_at
from app.workshops.models import Workshop
from app.workshops.policy import Permission
from app.workshops.voting.queries.polls import poll


def is_early(one: Workshop) -> bool:
    """Before the end that people were told of."""
    return one.closes_at is not None and one.closes_at > clock.now()


def sooner_than_told(one: Workshop) -> list[str]:
    """It was said until when people may add or vote."""
    if one.closes_at is None or not is_early(one):
        return []
    left = one.closes_at - clock.now()
    sooner = plural(left.days, "day") if left >= timedelta(days=1) else plural(left.seconds // 3600 + 1, "hour")
    what = "vote" if one.state == "final_ballot" else "add"
    return [
        gettext(
            "People were told that they can %(what)s until %(closes_at)s: this is %(sooner)s sooner.",
            what=what,
            closes_at=moment(one.closes_at),
            sooner=sooner,
        )
    ]


def ballots_in(where: WorkshopContext) -> list[str]:
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen is None or not seen.is_open:
        return []
    if seen.electorate is None:
        return [gettext("The ballot ends.")]
    return [
        ngettext(
            "The ballot ends with %(voted)s of %(count)s ballot in.",
            "The ballot ends with %(voted)s of %(count)s ballots in.",
            seen.electorate,
            voted=seen.voted,
        )
    ]


def of_the_next_round(slug: str, number: int) -> Question | None:
    where = workshop_at(slug, number)
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen is None or not allowed(actor(), Permission.RUN, where.seat) or not is_current(seen.round.number, "round"):
        return None
    words = [*sooner_than_told(where.workshop), *ballots_in(where)]
    title = gettext("End the first round now?")
    return Question(title, gettext("Open the second round"), words, kind="primary", about=where.workshop.title)
