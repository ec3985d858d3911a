"""Flagging a post; taking a flag in hand, noting, settling."""

from __future__ import annotations

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.errors import Invalid, Refused
from app.core.permissions import require
from app.core.text.signs import stated
from app.forums.flags.models import Concern, Flag, FlagNote, Handling
from app.forums.flags.policy import Flagging
from app.forums.models import Post
from app.forums.text_limits import LONGEST_REASON


def flag_post(actor: Actor, post: Post, concern: Concern, words: str) -> bool:
    """Ask the moderators to look at a post; False if this person has asked already. Invalid for words that are too long."""
    require(actor, Flagging.FLAG, post)
    assert actor.person_id is not None
    values = {"network_id": post.network_id, "post_id": post.id, "flagged_by_id": actor.person_id, "concern": concern}
    values |= {"words": _fitting(words), "at": clock.now(), "state": Handling.NEW, "version": 1}
    return insert_once(Flag, values)


def take_in_hand(actor: Actor, flag: Flag) -> None:
    """This moderator looks at it, so that no other need; also one that was settled is opened again by it."""
    require(actor, Flagging.HANDLE, flag)
    _go(actor, flag, Handling.IN_HAND)


def settle_flag(actor: Actor, flag: Flag, note: str) -> None:
    """Nothing more is to be done. Refused if it is settled; Invalid without a note that says what was done."""
    require(actor, Flagging.HANDLE, flag)
    if flag.state is Handling.SETTLED:
        raise Refused("This flag is settled already.")
    note_on(actor, flag, note)
    _go(actor, flag, Handling.SETTLED)


def note_on(actor: Actor, flag: Flag, text: str) -> None:
    """A note for the other moderators. Invalid if there is nothing in it."""
    require(actor, Flagging.HANDLE, flag)
    said = _fitting(text)
    if not said:
        raise Invalid("There is nothing in the note.", {"note": ["Please write what is to be known."]})
    db.session.add(FlagNote(flag_id=flag.id, author_id=actor.person_id, text=said, at=clock.now()))


def _go(actor: Actor, flag: Flag, state: Handling) -> None:
    audit.record(actor, "flag", flag, before=flag.state.value, after=state.value)
    flag.state, flag.state_at, flag.assignee_id = state, clock.now(), actor.person_id


def _fitting(text: str) -> str:
    words = " ".join(stated(text).split())
    if len(words) > LONGEST_REASON:
        raise Invalid("The text is too long.", {"note": [f"At most {LONGEST_REASON:,} characters."]})
    return words
