"""Whether everybody's cards are shown, and what a card written now counts as. Pure: looks at the workshop's rows only."""

from __future__ import annotations

from app.workshops.lifecycle import BOARD_IS_OPEN
from app.workshops.models import Channel, Contribution, Phase, Workshop
from app.workshops.phases import SHOWS_CARDS

#: Nothing is shown of fewer ballots, nor Kendall's W of fewer raters: each would be nearly a name.
FEWEST_BALLOTS = 5


def present_phase(workshop: Workshop) -> Phase | None:
    """The phase the room is in, while it is live."""
    if workshop.state != "live" or workshop.phase_ix is None:
        return None
    return next((phase for phase in workshop.phases if phase.ix == workshop.phase_ix), None)


def cards_visible(workshop: Workshop) -> bool:
    """Whether others' words may be sent to anybody: from the reveal on while live, and once the board is open.

    Going back behind the reveal hides them again.
    """
    phase = present_phase(workshop)
    return workshop.state in BOARD_IS_OPEN or (phase is not None and phase.kind in SHOWS_CARDS)


def shown_so_far(workshop: Workshop) -> int | None:
    """While cards are revealed one at a time: the place before which they are shown. None: all are.

    A card that was written meanwhile has no place yet, and comes when all are shown.
    """
    phase = present_phase(workshop)
    return phase.shown if phase else None


def channel_of(workshop: Workshop) -> Channel:
    """When a card that is written now was added."""
    if workshop.state == "live":
        return Channel.LIVE
    return Channel.AFTER if workshop.state in BOARD_IS_OPEN else Channel.BEFORE


def may_change(workshop: Workshop, card: Contribution) -> bool:
    """Whether whoever wrote the card may still edit it: with no name stored, until it has been shown."""
    if card.withdrawn or card.hidden_reason is not None:
        return False
    return card.author_id is not None or not (card.late or cards_visible(workshop))
