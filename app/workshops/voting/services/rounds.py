"""Rounds of voting: how one opens, ends and becomes void. Called by the moves of the room and of the workshop.

Whoever changes a round or votes in it first takes the workshop's row, as whoever moves the room does: so a vote and the
close come one after the other, and never wait for each other in a ring.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.language.spoken import gettext
from app.workshops import pseudonyms
from app.workshops.event_log import record_event
from app.workshops.locking import lock_workshop
from app.workshops.models import Anonymity, Phase, Round, RoundState, Theme, Workshop
from app.workshops.visibility import FEWEST_BALLOTS
from app.workshops.voting.ballot_paper import BallotPaper, rule_of
from app.workshops.voting.queries.stored_ballots import stored_ballots
from app.workshops.voting.services.storage import anonymise
from app.workshops.voting.tally import count, how_many_chose


def open_straw(workshop: Workshop, phase: Phase) -> None:
    """The room came to a vote: a new round, with the themes as they are now. An earlier one here counts no more."""
    void_straw(workshop, phase)
    paper = BallotPaper.about(standing_themes(workshop.id), workshop.straw_method, workshop.straw_budget)
    add_round(workshop, paper, rule_of(paper, final=False), phase_ix=phase.ix)


def close_straw(workshop: Workshop, phase: Phase) -> None:
    """The room went on: the votes stand, and order the discussion."""
    for opened in _straws(workshop.id, phase.ix, RoundState.OPEN):
        _order_discussion(workshop, opened)
        end(workshop, opened, RoundState.CLOSED)


def void_straw(workshop: Workshop, phase: Phase) -> None:
    """The room went back behind it: it counts for nothing, and its rows are kept."""
    for each in _straws(workshop.id, phase.ix, RoundState.OPEN, RoundState.CLOSED):
        end(workshop, each, RoundState.VOID)


def _order_discussion(workshop: Workshop, opened: Round) -> None:
    """By any number of votes where names are kept; else the order of a few would nearly say who chose what."""
    fewest = FEWEST_BALLOTS if workshop.anonymity is Anonymity.UNATTRIBUTED else 1
    ballots = stored_ballots(opened)
    if how_many_chose(ballots) >= fewest:
        paper = BallotPaper(opened.method, opened.items, opened.budget)
        for place, theme_id in enumerate(count(paper, ballots, fewest=fewest).order, 1):
            db.session.execute(update(Theme).where(Theme.id == theme_id).values(place=place))


def standing_themes(workshop_id: int) -> list[int]:
    """What can be voted on: themes that were not merged into another, in the order of the discussion."""
    here = select(Theme.id).where(Theme.workshop_id == workshop_id, Theme.merged_into_id.is_(None))
    return list(db.session.scalars(here.order_by(Theme.place.is_(None), Theme.place, Theme.id)))


def add_round(
    workshop: Workshop,
    paper: BallotPaper,
    rule: str,
    *,
    phase_ix: int | None = None,
    closes_at: datetime | None = None,
) -> Round:
    """A round with the next number. Without a phase it is a final ballot, sealed where no names are kept."""
    last = select(func.coalesce(func.max(Round.number), 0)).where(Round.workshop_id == workshop.id)
    final = phase_ix is None
    opened = Round(
        workshop_id=workshop.id,
        number=db.session.scalars(last).one() + 1,
        phase_ix=phase_ix,
        method=paper.method,
        final=final,
        budget=paper.budget,
        items=list(paper.items),
        sealed=final and workshop.anonymity is Anonymity.UNATTRIBUTED,
        rule=rule,
        opened_at=clock.now(),
        closes_at=closes_at,
    )
    db.session.add(opened)
    db.session.flush()  # its voters name it by its id
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        pseudonyms.begin(pseudonyms.scope_of_round(opened))
    return opened


def end(workshop: Workshop, ended: Round, state: RoundState) -> None:
    """From now on nobody votes in it, and nobody changes a vote; so names are taken off where none are kept."""
    was_open = ended.state is RoundState.OPEN
    ended.state, ended.closed_at = state, ended.closed_at or clock.now()
    db.session.flush()  # who votes next must find it ended
    if was_open:
        anonymise(workshop, ended)


def latest_round(workshop: Workshop, *, final: bool, seen: int | None) -> Round:
    """The latest round of its kind, open or not, with nobody else voting in it or moving the room until the commit.

    `seen` is the number of the round on the voter's page; Conflict if another has come since, or there is none.
    """
    lock_workshop(workshop)
    latest = select(Round).where(Round.workshop_id == workshop.id, Round.final.is_(final))
    latest = latest.order_by(Round.number.desc()).limit(1).with_for_update(key_share=True)
    found = db.session.scalars(latest.execution_options(populate_existing=True)).first()
    if found is None:
        raise Conflict(gettext("Nobody votes yet."), help_text=gettext("The page shows when voting opens."))
    if seen is not None and seen != found.number:
        raise Conflict(
            gettext("This voting is over; another has begun since."),
            help_text=gettext("Open the page again to vote in it."),
        )
    return found


def expect_open(found: Round) -> None:
    """Conflict unless votes are taken now: late is late, whether or not the worker has closed it yet."""
    over = found.closes_at is not None and found.closes_at <= clock.now()
    if found.state is RoundState.OPEN and not over:
        return
    if found.final:
        raise Conflict(
            gettext("This ballot is closed: your vote was not taken."),
            help_text=gettext("The results are on their own page."),
        )
    raise Conflict(
        gettext("The voting is closed: this vote was not taken."),
        help_text=gettext("It only ordered the discussion. The final ballot, if there is one, decides."),
    )


def tell_progress(workshop: Workshop, found: Round, voted: int) -> None:
    """The room hears how many have voted, and nothing else."""
    record_event(workshop.id, "round.progress", round=found.number, counts={"voted": voted})


def _straws(workshop_id: int, phase_ix: int, *states: RoundState) -> list[Round]:
    here = select(Round).where(Round.workshop_id == workshop_id, Round.phase_ix == phase_ix, Round.state.in_(states))
    return list(db.session.scalars(here))
