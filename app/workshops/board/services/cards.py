"""Adding, changing, withdrawing and hiding cards, and bringing a post to the workshop.

A card is never refused because of the phase. Where names are not kept, nothing is written that leads to the writer: no
author, no time but the day, no history, no event with a person, no receipt of the form; only a yes in the list of those
invited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.core import clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_same, expect_version
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.forums.models import Post, PostState
from app.topics import distiller
from app.workshops import idempotency
from app.workshops.board.author_tokens import token_digest
from app.workshops.board.services import vectors
from app.workshops.event_log import record_event
from app.workshops.locking import lock_workshop
from app.workshops.models import Anonymity, CardReport, Contribution, ContributionKind, Workshop
from app.workshops.models.board import random_key
from app.workshops.participants.services.participation import took_part
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible, channel_of, may_change
from app.workshops.wording import STORED

LONGEST_CARD = 10_000
LONGEST_REASON = 500
OTHERWISE_STORED = lazy_gettext("What is stored of who writes has changed since you began: your card was not taken.")


@dataclass(frozen=True)
class CardWords:
    """What a card says. Codes of the problem distiller belong to problem examples."""

    kind: ContributionKind
    text: str
    codes: tuple[str, ...] = ()


def contribute(
    actor: Actor,
    workshop: Workshop,
    words: CardWords,
    *,
    author_token: str = "",
    key: str = "",
    post: Post | None = None,
    promised: str | int | None = None,
) -> Contribution | None:
    """Add a card; None if this very form was accepted before.

    `author_token` and `key` count where no names are kept: the browser's secret, with which it may change the card
    until the reveal, and the form's `command_key`. `promised` is the level of anonymity under which it was written:
    Conflict if the plan has another by now. Invalid if the card is empty or too long, or has a code that there is not.
    """
    lock_workshop(workshop)
    require(actor, Permission.CONTRIBUTE, seat_of(workshop, actor))
    expect_same(workshop.anonymity.value, promised, Conflict(OTHERWISE_STORED, help_text=STORED[workshop.anonymity]))
    _check(words)
    named = workshop.anonymity is not Anonymity.UNATTRIBUTED
    if not named and not idempotency.first_time(workshop.id, key):
        return None
    card_id, late = random_key(), cards_visible(workshop)
    card = Contribution(
        id=card_id,
        workshop_id=workshop.id,
        kind=words.kind,
        text=words.text,
        codes=_codes(words),
        author_id=actor.person_id if named else None,
        mark=token_digest(author_token, card_id) if author_token and not named and not late else None,
        channel=channel_of(workshop),
        late=late,
        post_id=post.id if post else None,
        at=_moment(workshop),
    )
    db.session.add(card)
    took_part(workshop, actor)
    if late:
        vectors.owe_vectors(workshop.id)
    _tell(workshop.id, "card.added")
    return card


def bring_post(
    actor: Actor,
    workshop: Workshop,
    post: Post,
    words: CardWords,
    *,
    author_token: str = "",
    key: str = "",
    promised: str | int | None = None,
) -> Contribution | None:
    """Add what a post says as a card that keeps the link to it. The words may have been shortened on the way.

    NotFound for a post of another network; Refused for one that is hidden or removed.
    """
    if post.network_id != workshop.network_id:
        raise NotFound
    if post.state is not PostState.VISIBLE:
        raise Refused(gettext("This post is hidden or removed, so it cannot be brought."))
    require(actor, Permission.CONTRIBUTE, seat_of(workshop, actor))
    return contribute(actor, workshop, words, author_token=author_token, key=key, post=post, promised=promised)


def edit(
    actor: Actor,
    workshop: Workshop,
    card: Contribution,
    words: CardWords,
    *,
    author_token: str = "",
    seen_version: int | None = None,
) -> Contribution:
    """Change an own card: of one's name, or of the browser that wrote it until it is shown.

    Conflict if it was changed since it was seen; Invalid as in `contribute`.
    """
    lock_workshop(workshop)
    require_own(actor, workshop, card, author_token)
    expect_version(card, seen_version, {"text": card.text})
    _check(words)
    card.kind, card.text, card.codes = words.kind, words.text, _codes(words)
    vectors.forget(card.id)
    if cards_visible(workshop):
        vectors.owe_vectors(workshop.id)
        record_event(workshop.id, "card.changed", card=card.id)
    return card


def withdraw(actor: Actor, workshop: Workshop, card: Contribution, *, author_token: str = "") -> None:
    """Take an own card back. Nobody is shown it any more; its words are taken out of the row."""
    lock_workshop(workshop)
    require_own(actor, workshop, card, author_token)
    card.withdrawn, card.text, card.codes = True, "", []
    vectors.forget(card.id)
    _tell(workshop.id, "card.withdrawn")


def hide(actor: Actor, workshop: Workshop, card: Contribution, reason: str, *, seen_version: int | None = None) -> None:
    """Leave a signpost with the reason in place of the card's words; the words stay in the row.

    NotFound before cards are shown, and for one that was withdrawn; Conflict if it was changed since it was seen;
    Invalid without a reason, and for one that is too long.
    """
    require(actor, Permission.HIDE, seat_of(workshop, actor))
    if not cards_visible(workshop) or card.workshop_id != workshop.id or card.withdrawn:
        raise NotFound
    expect_version(card, seen_version)
    if not 0 < len(stated(reason)) <= LONGEST_REASON:
        raise Invalid(
            gettext("A reason is needed."),
            {"reason": [gettext("Say why, in at most %(longest_reason)s characters.", longest_reason=LONGEST_REASON)]},
        )
    card.hidden_reason = stated(reason)
    record_event(workshop.id, "card.hidden", card=card.id)


def show_again(actor: Actor, workshop: Workshop, card: Contribution, *, seen_version: int | None = None) -> None:
    """Take a hiding back: the words stand where they stood. What was reported of the card is settled with it.

    NotFound for a card that was withdrawn or is of another workshop; Conflict if it was changed since it was seen.
    """
    require(actor, Permission.HIDE, seat_of(workshop, actor))
    if card.workshop_id != workshop.id or card.withdrawn:
        raise NotFound
    expect_version(card, seen_version, {"reason": card.hidden_reason})
    if card.hidden_reason is not None:
        card.hidden_reason = None
        db.session.execute(delete(CardReport).where(CardReport.card_id == card.id))
        record_event(workshop.id, "card.shown", card=card.id)


def require_own(actor: Actor, workshop: Workshop, card: Contribution, author_token: str) -> None:
    """Whose card it is, before anything else: to others it does not exist until it is shown, and is not theirs then.

    NotFound until then, and Refused after it; Refused to its writer as well, once it can be changed no more.
    """
    require(actor, Permission.CONTRIBUTE, seat_of(workshop, actor))
    if card.author_id is not None:
        own = card.author_id == actor.person_id
    else:
        own = bool(author_token) and card.mark == token_digest(author_token, card.id)
    if not own and not cards_visible(workshop):
        raise NotFound
    if not own or not may_change(workshop, card):
        raise Refused(
            gettext("This card cannot be changed any more from here."), gettext("Add another, or ask the facilitator.")
        )


def _check(words: CardWords) -> None:
    if not stated(words.text):
        raise Invalid(gettext("The card is empty."), {"text": [gettext("Please write something here.")]})
    if len(words.text) > LONGEST_CARD:
        raise Invalid(
            gettext("The card is too long."),
            {"text": [gettext("A card has at most %(longest_card)s characters.", longest_card=f"{LONGEST_CARD:,}")]},
        )
    if unknown := sorted(set(words.codes) - distiller.CODES.keys()):
        raise Invalid(
            gettext("Unknown codes."),
            {"codes": [gettext("The distiller has no code %(unknown)s.", unknown=", ".join(unknown))]},
        )


def _codes(words: CardWords) -> list[str]:
    return sorted(set(words.codes)) if words.kind is ContributionKind.PROBLEM_EXAMPLE else []


def _moment(workshop: Workshop) -> datetime:
    """Now, or no more than the day where a time could say who was writing."""
    at = clock.now()
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        return at.replace(hour=0, minute=0, second=0, microsecond=0)
    return at


def _tell(workshop_id: int, kind: str) -> None:
    """How many cards there are, and never which: the log's order would be the order of writing."""
    db.session.flush()  # the count below must see the change
    there = (Contribution.workshop_id == workshop_id, Contribution.withdrawn.is_(False))
    record_event(workshop_id, kind, cards=db.session.scalar(select(func.count()).where(*there)))
