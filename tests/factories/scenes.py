"""Workshops at each point where something can be pressed, and what the addresses there name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.core.db import db
from app.core.secrets.signed_links import sign
from app.forums.models import Post
from app.forums.services import start_discussion
from app.workshops.board.services.cards import hide
from app.workshops.board.services.grouping import move_card, name_theme
from app.workshops.board.services.reports import report
from app.workshops.models import Anonymity, Contribution, OutcomeKind, Part, Theme, Workshop, WorkshopMember
from app.workshops.outcomes.services import OutcomeDraft, record_outcome
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import attendance, moves, phase_clock, queue
from tests.factories.ballots import a_ballot
from tests.factories.boards import a_card, a_room, go_on, loaded
from tests.factories.workshops import a_workshop
from tests.people import World

Scene = Callable[[World], Workshop]


def planned(state: str, **more: Any) -> Scene:
    return lambda world: a_workshop(world, state, **more)


def lobby(world: World) -> Workshop:
    one = a_workshop(world, "collecting")
    invite(world.actor("marek"), one, [world.tomos.id], Part.CO_FACILITATOR)
    moves.step(world.actor("marek"), one, "start")
    return one


def at_phase(ix: int, *, stopped: bool = False) -> Scene:
    def made(world: World) -> Workshop:
        one = lobby(world)
        moves.move_room(world.actor("marek"), one, ix)
        if stopped:
            phase_clock.stop_clock(world.actor("marek"), one)
        return one

    return made


def revealing(world: World) -> Workshop:
    """Two cards, shown one by one."""
    one = lobby(world)
    moves.move_room(world.actor("marek"), one, "next")
    for words in ("Signs", "Moles"):
        a_card(world, one, words)
    moves.move_room(world.actor("marek"), loaded(one), "next")
    loaded(one).phases[2].shown = 0
    return one


def ready(world: World) -> Workshop:
    one = lobby(world)
    attendance.set_ready(world.actor("amina"), one, 0)
    return one


def board(world: World) -> Workshop:
    """Grouping, with one card in a theme, another theme, a loose card, a reported and a hidden one."""
    one, marek = a_room(world, "group", Anonymity.NAMED), world.actor("marek")
    a_card(world, one, "Loose")
    reported, hidden = a_card(world, one, "Reported"), a_card(world, one, "Hidden")
    report(world.actor("ben"), one, reported, "It names a colleague.")
    hide(marek, one, hidden, "It names a colleague.")
    name_theme(marek, one, "Moles")
    move_card(marek, one, a_card(world, one, "In a theme"), "Signs")
    start_discussion(world.actor("ben"), world.forum(), "Mechanisms", "Half my group draw the arrow backwards.")
    return one


def discussed(world: World) -> Workshop:
    one = go_on(a_room(world), "discuss")
    for title in ("Signs", "Moles"):
        name_theme(world.actor("marek"), one, title)
    return one


def lit(world: World) -> Workshop:
    one = discussed(world)
    queue.next_theme(world.actor("marek"), one, None)
    return one


def ended(world: World) -> Workshop:
    one = a_room(world, "closed")
    theme = Theme(workshop_id=one.id, title="Signs")
    db.session.add(theme)
    db.session.flush()
    return one


def concluded(world: World) -> Workshop:
    one = ended(world)
    why = OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason="Done already.")
    record_outcome(world.actor("marek"), world.s215, one, db.session.query(Theme).one().id, why)
    return one


def delphi(world: World) -> Workshop:
    return a_ballot(world, template="delphi", starts_at=None)


def written(world: World) -> Workshop:
    one = a_room(world, "collect", Anonymity.NAMED)
    a_card(world, one, "Mine")
    return one


def catching_up(world: World) -> Workshop:
    one = a_workshop(world, "catch_up")
    a_card(world, one)
    return one


def ids(world: World, workshop: Workshop) -> dict[str, Any]:
    """What the addresses and the fields of this workshop name."""
    cards = {card.text.lower(): card.id for card in db.session.scalars(select(Contribution))}
    themes = list(db.session.scalars(select(Theme.id).order_by(Theme.id))) or [0]
    own = WorkshopMember.person_id == world.amina.id, WorkshopMember.workshop_id == workshop.id
    handle = db.session.scalars(select(WorkshopMember.answer_token).where(*own)).one()
    return cards | {
        "theme": themes[0],
        "other_theme": themes[-1],
        "reversed": " ".join(map(str, reversed(themes))),
        "post": db.session.scalars(select(Post.id).order_by(Post.id.desc()).limit(1)).first(),
        "link": sign(handle, current_app.config["SECRET_KEY"]),
    }
