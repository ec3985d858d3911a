"""The final ballot: for those present and those absent alike, open for days after the meeting.

Who may vote, about what, and how it will be counted are frozen when it opens. A sealed ballot is a row with a random
key and no person; that somebody voted is another row, without a time. No row, key, order or event joins the two.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import false, func, literal, select, update

from app.core import audit, clock, outbox
from app.core.actor import Actor
from app.core.db import changed_rows, db, insert_from
from app.core.errors import Conflict, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.queries.current import current_member
from app.workshops import pseudonyms
from app.workshops.board.services.themes import take_in
from app.workshops.event_log import record_event
from app.workshops.events import NextRoundOpened
from app.workshops.idempotency import first_time
from app.workshops.models import Method, Part, Round, RoundState, Voter, Workshop, WorkshopMember
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.voting.ballot_paper import BallotPaper, Choices, rule_of
from app.workshops.voting.queries.stored_ballots import has_voted, voted_in
from app.workshops.voting.services.rounds import (
    add_round,
    end,
    expect_open,
    latest_round,
    standing_themes,
    tell_progress,
)
from app.workshops.voting.services.storage import store, store_sealed

#: Outbox kinds: the close, and the one reminder.
CLOSE = "workshops.close_ballot"
REMIND = "workshops.remind_voters"
#: Those who have not voted hear of it once, so long before the close; in a short ballot when two thirds are over.
REMINDER = timedelta(hours=24)


def open_final(workshop: Workshop) -> Round:
    """Open the ballot about the themes as they stand, for everybody invited who does not only watch.

    A card that came too late to be grouped stands on it as a theme of its own. Refused if there is nothing at all.
    """
    take_in(workshop, all_cards=not standing_themes(workshop.id))
    return _open(workshop, standing_themes(workshop.id), number=1)


def submit(actor: Actor, workshop: Workshop, choices: Choices, *, key: str = "", seen_round: int | None = None) -> None:
    """Hand in a ballot. Where names are kept it can be changed until the close; a sealed one stands as it is.

    `key` is a sealed form's own random key: the same form sent again is accepted and does nothing. Refused for those
    who were not invited when the ballot opened; Conflict after the close, and for a second sealed ballot.
    """
    require(actor, Permission.VOTE, seat_of(workshop, actor))
    opened = latest_round(workshop, final=True, seen=None)
    if opened.sealed and not first_time(workshop.id, key):
        return
    if seen_round is not None and seen_round != opened.number:
        raise Conflict(
            gettext("This round is over; the next one is open."),
            help_text=gettext("Open the page again to vote in it."),
        )
    _expect_voter(opened, actor)
    expect_open(opened)
    BallotPaper(opened.method, opened.items, opened.budget).check(choices)
    first = _mark_as_voted(opened, actor)
    if opened.sealed:
        store_sealed(opened, choices)
    else:
        store(workshop, opened, actor, choices)
    if first:
        tell_progress(workshop, opened, voted_in(opened))


def end_round(actor: Actor, workshop: Workshop, *, seen_round: int | None = None) -> Round:
    """End the present round of a ballot in rounds and open the next, which shows how the answers of this one spread.

    Conflict if it is not the round with this number any more; Refused if it is over already, or none follows it.
    """
    require(actor, Permission.RUN, seat_of(workshop, actor))
    opened = latest_round(workshop, final=True, seen=seen_round)
    if opened.state is not RoundState.OPEN or not another_follows(workshop, opened):
        raise Refused(
            gettext("There is no further round."), gettext("Close the workshop instead: that ends the ballot.")
        )
    audit.record(actor, "open the next round", workshop)
    return open_next_round(workshop, opened, actor.person_id)


def close(workshop: Workshop) -> None:
    """The workshop closed: the open ballot, if any, is counted from now on."""
    _end_open(workshop, RoundState.CLOSED)


def void(workshop: Workshop) -> None:
    """The workshop was cancelled: the open ballot counts for nothing."""
    _end_open(workshop, RoundState.VOID)


def _open(workshop: Workshop, items: list[int], *, number: int) -> Round:
    if not items:
        raise Refused(
            gettext("There is nothing to vote on yet."), gettext("Write cards first: each can stand on the ballot.")
        )
    paper = BallotPaper.about(items, workshop.ballot_method, workshop.ballot_budget)
    rule = rule_of(paper, final=True, round_of=(number, _rounds(paper.method)))
    at = clock.now()
    closes_at = at + timedelta(hours=workshop.ballot_hours) if workshop.ballot_hours else None
    workshop.closes_at = closes_at
    opened = add_round(workshop, paper, rule, closes_at=closes_at)
    _freeze_electorate(workshop, opened)
    if closes_at is not None:
        _owe(opened, at, closes_at)
    return opened


def _freeze_electorate(workshop: Workshop, opened: Round) -> None:
    invited = select(literal(opened.id), WorkshopMember.person_id, false()).where(
        WorkshopMember.workshop_id == workshop.id,
        WorkshopMember.part != Part.OBSERVER,
        current_member(WorkshopMember.person_id, workshop.network_id),
    )
    insert_from(Voter, ["round_id", "person_id", "submitted"], invited.order_by(WorkshopMember.person_id))


def _owe(opened: Round, at: datetime, closes_at: datetime) -> None:
    payload = {"round": opened.id}
    outbox.enqueue(REMIND, payload, once=f"{REMIND}.{opened.id}", due_at=reminder_time(at, closes_at))
    outbox.enqueue(CLOSE, payload, once=f"{CLOSE}.{opened.id}", due_at=closes_at)


def reminder_time(opened_at: datetime, closes_at: datetime) -> datetime:
    """When those who have not voted hear of it: in the last day, and not before two thirds of the time are over."""
    return max(closes_at - REMINDER, opened_at + (closes_at - opened_at) * 2 / 3)


def _rounds(method: Method) -> int:
    """A rating is done twice: Delphi's second round shows the spread of the first."""
    return 2 if method is Method.RATE else 1


def another_follows(workshop: Workshop, opened: Round) -> bool:
    """Whether this round of the ballot is followed by one more."""
    if _rounds(opened.method) == 1:
        return False
    return _held(workshop) < _rounds(opened.method)


def _held(workshop: Workshop) -> int:
    """Rounds since the ballot opened, not those of an earlier ballot that was reopened, nor those that are void."""
    since = (Round.workshop_id == workshop.id, Round.final, Round.opened_at >= workshop.state_since)
    return db.session.scalars(select(func.count()).where(*since, Round.state != RoundState.VOID)).one()


def open_next_round(workshop: Workshop, ended: Round, actor_id: int | None) -> Round:
    """End this round and open the one that follows, whoever or whatever ended it. Refused if nothing stood on it."""
    end(workshop, ended, RoundState.CLOSED)
    opened = _open(workshop, list(ended.items), number=2)
    opened.opened_at = ended.closed_at or opened.opened_at  # so the two are known to belong together
    announce(
        NextRoundOpened(network_id=workshop.network_id, actor_id=actor_id, workshop_id=workshop.id, round_id=opened.id)
    )
    record_event(workshop.id, "round.opened", round=opened.number)
    return opened


def open_anew(workshop: Workshop, lost: Round) -> None:
    """An open ballot counts for nothing, and everybody votes again. For one that has lost its key.

    Refused if nothing stood on it.
    """
    end(workshop, lost, RoundState.VOID)
    opened = _open(workshop, list(lost.items), number=_held(workshop) + 1)
    announce(
        NextRoundOpened(network_id=workshop.network_id, actor_id=None, workshop_id=workshop.id, round_id=opened.id)
    )
    record_event(workshop.id, "round.opened", round=opened.number)


def _end_open(workshop: Workshop, state: RoundState) -> None:
    here = select(Round).where(Round.workshop_id == workshop.id, Round.final, Round.state == RoundState.OPEN)
    for each in db.session.scalars(here):
        end(workshop, each, state)


def _expect_voter(opened: Round, actor: Actor) -> None:
    submitted = has_voted(opened, actor.person_id)
    if submitted is None:
        raise Refused(gettext("You were invited after this ballot opened: only who was invited then votes in it."))
    if submitted and opened.sealed:
        # Said before "closed", so that whoever never got an answer to their ballot learns that it was taken.
        raise Conflict(
            gettext("You have voted already."),
            help_text=gettext("A sealed ballot cannot be changed, because nothing says which one is yours."),
        )


def _mark_as_voted(opened: Round, actor: Actor) -> bool:
    """Whether this is the person's first ballot of the round. Exact under concurrency: the row decides."""
    if opened.sealed:
        return pseudonyms.note_part(pseudonyms.scope_of_round(opened), actor.person_id)
    own = (Voter.round_id == opened.id) & (Voter.person_id == actor.person_id)
    return changed_rows(update(Voter).where(own, Voter.submitted.is_(False)).values(submitted=True)) == 1
