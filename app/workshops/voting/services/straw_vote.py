"""The live vote: a person's whole vote, put as often as they like until the round closes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.workshops.event_log import record_event
from app.workshops.models import Anonymity, Dot, Method, Round, Workshop
from app.workshops.phases import LARGEST_BUDGET
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.voting.ballot_paper import BallotPaper, Choices, rule_of
from app.workshops.voting.queries.stored_ballots import how_many, stored_ballots
from app.workshops.voting.services.rounds import expect_open, latest_round, tell_progress
from app.workshops.voting.services.storage import store


def put_vote(actor: Actor, workshop: Workshop, choices: Choices, *, seen_round: int | None = None) -> None:
    """Make these the actor's choices in the open round, whatever they had before: dots, places or ratings.

    Sending the same again changes nothing. What the paper cannot hold is Invalid; a round that is closed, void or
    another than `seen_round` is Conflict. Either leaves the earlier vote as it was.
    """
    require(actor, Permission.VOTE, seat_of(workshop, actor))
    opened = latest_round(workshop, final=False, seen=seen_round)
    expect_open(opened)
    BallotPaper(opened.method, opened.items, opened.budget).check(choices)
    numbered = opened.method is Method.DOTS and workshop.anonymity is not Anonymity.UNATTRIBUTED
    if _put_dots(opened, actor, choices) if numbered else store(workshop, opened, actor, choices):
        tell_progress(workshop, opened, how_many(opened))


def put_dots(actor: Actor, workshop: Workshop, dots: Mapping[int, int], *, seen_round: int | None = None) -> None:
    """The same for dots, by theme."""
    put_vote(actor, workshop, [[theme, count] for theme, count in dots.items() if count], seen_round=seen_round)


def _put_dots(opened: Round, actor: Actor, choices: Choices) -> bool:
    """Whether the person now counts among those who voted, or no longer does."""
    own = (Dot.round_id == opened.id) & (Dot.person_id == actor.person_id)
    rows = [theme for theme, count in sorted(choices) for _ in range(count)]
    stand = list(db.session.scalars(select(Dot.theme_id).where(own).order_by(Dot.dot_no)))
    if rows != stand:
        db.session.execute(delete(Dot).where(own).execution_options(synchronize_session=False))
        fixed = {"round_id": opened.id, "budget": opened.budget, "person_id": actor.person_id}
        if rows:
            db.session.execute(
                insert(Dot), [{**fixed, "dot_no": at, "theme_id": each} for at, each in enumerate(rows, 1)]
            )
    return bool(rows) != bool(stand)


def change_budget(actor: Actor, workshop: Workshop, budget: int, *, seen_round: int | None = None) -> Round:
    """Give everybody so many dots in the live vote that is open. What was given stays. Refused if it has no dots.

    Fewer than somebody has given already is Invalid: nobody's dots are taken away. So is none, and more than
    LARGEST_BUDGET. A final ballot's budget stands from its opening, because whoever has voted could not use more.
    """
    require(actor, Permission.RUN, seat_of(workshop, actor))
    opened = latest_round(workshop, final=False, seen=seen_round)
    expect_open(opened)
    if opened.method is not Method.DOTS:
        raise Refused(gettext("This vote has no dots."), gettext("Its places or ratings stand as they are."))
    used = _most_given(opened)
    if not max(used, 1) <= budget <= LARGEST_BUDGET:
        raise Invalid(gettext("The number of dots was not changed."), {"dots": [_why_not(budget, used)]})
    if budget != opened.budget:
        before = opened.budget
        _put(opened, budget)
        opened.rule = rule_of(BallotPaper(opened.method, opened.items, budget), final=False)
        audit.record(actor, "change the dots", workshop, before=str(before), after=str(budget))
        record_event(workshop.id, "round.changed", round=opened.number, budget=budget)
    return opened


def _most_given(opened: Round) -> int:
    return max((sum(dots for _, dots in each) for each in stored_ballots(opened)), default=0)


def _why_not(budget: int, used: int) -> str:
    if 0 < budget < used:
        return gettext(
            "Somebody has given %(used)s dots already, and nobody’s dots are taken away: %(used)s is the fewest now.",
            used=used,
        )
    return gettext("From 1 to %(largest_budget)s.", largest_budget=LARGEST_BUDGET)


def _put(opened: Round, budget: int) -> None:
    """Each dot repeats its round's budget and points to it: the dots step aside while it changes."""
    mine = Dot.round_id == opened.id
    columns = list(Dot.__table__.columns)
    rows = [dict(row) | {"budget": budget} for row in db.session.execute(select(*columns).where(mine)).mappings()]
    db.session.execute(delete(Dot).where(mine).execution_options(synchronize_session=False))
    opened.budget = budget
    db.session.flush()
    if rows:
        db.session.execute(insert(Dot), rows)
