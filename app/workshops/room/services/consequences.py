"""What else happens when a workshop moves, from top to bottom in this order.

The moves call it in their transaction, before the room's log is written and before other features hear of it; it may
only write rows.
"""

from __future__ import annotations

from app.workshops import idempotency
from app.workshops.board.services import clinic, reveal
from app.workshops.board.services.themes import take_in
from app.workshops.lifecycle import BOARD_IS_OPEN
from app.workshops.models import Phase, Workshop
from app.workshops.participants.services import participation
from app.workshops.phases import SHOWS_CARDS, PhaseKind
from app.workshops.room.services import deadlines, hands, spotlight
from app.workshops.voting.services import ballots, rounds

#: No card and no ballot is taken any more, so none is sent again: the keys of their forms are forgotten.
OVER = frozenset({"closed", "cancelled"})


def entered(workshop: Workshop, phase: Phase) -> None:
    """The room came to this phase, from before or from behind, perhaps by a jump that skipped others."""
    spotlight.clear(workshop.id)
    if PhaseKind(phase.kind) in SHOWS_CARDS:
        reveal.reveal(workshop.id)
        clinic.lay_out(workshop)
    if phase.kind == PhaseKind.VOTE:
        rounds.open_straw(workshop, phase)


def left(workshop: Workshop, phase: Phase) -> None:
    """The room went on from this phase, or the meeting ended in it."""
    spotlight.clear(workshop.id)
    if phase.kind == PhaseKind.VOTE:
        rounds.close_straw(workshop, phase)


def left_back(workshop: Workshop, phase: Phase) -> None:
    """The room goes back behind this phase, in which it had been: what was decided there is void.

    Called for each such phase behind the one the room goes to, the last one first.
    """
    if phase.kind == PhaseKind.VOTE:
        rounds.void_straw(workshop, phase)


def moved(workshop: Workshop, before: str) -> None:
    """The workshop came from that state to the one it is in.

    With the close each late card in no theme stands as a theme of its own, so that it has an outcome like all the
    others: after a ballot there are none, but not every workshop holds one.
    """
    after = workshop.state
    participation.settle(workshop.id)
    if after in BOARD_IS_OPEN:
        reveal.reveal(workshop.id)
        clinic.lay_out(workshop)
    if after in OVER:
        idempotency.forget(workshop.id)
    if before == "live":
        hands.all_down(workshop.id)
    if after == "catch_up":
        deadlines.owe_end_of_catch_up(workshop)
    if after == "final_ballot":
        ballots.open_final(workshop)
    elif after == "closed":
        take_in(workshop, all_cards=not rounds.standing_themes(workshop.id))
    if before == "final_ballot":
        ballots.void(workshop) if after == "cancelled" else ballots.close(workshop)
