"""Rooms with cards for tests, made through the services as people would make them."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.workshops.board.services import reveal
from app.workshops.board.services.cards import CardWords, contribute
from app.workshops.models import Anonymity, Contribution, ContributionKind, Workshop
from app.workshops.phases import SHOWS_CARDS
from tests.client import StrictClient
from tests.factories.workshops import a_workshop
from tests.people import World

TOKEN = "a-browser-of-amina"


def a_room(
    world: World, situation: str = "collecting", anonymity: Anonymity = Anonymity.UNATTRIBUTED, **more: Any
) -> Workshop:
    """A workshop run by Marek, with Amina and Ben, in this state or (while live) this kind of phase."""
    workshop = a_workshop(world, "collecting", anonymity=anonymity, **more)
    return go_on(workshop, situation)


def go_on(workshop: Workshop, situation: str) -> Workshop:
    """Bring it to a state, or to the phase of this kind, with what happens on the way there."""
    workshop = loaded(workshop)
    kinds = [phase.kind for phase in workshop.phases]
    workshop.state = "live" if situation in kinds else situation
    workshop.phase_ix = kinds.index(situation) if situation in kinds else None
    if situation in SHOWS_CARDS or situation in {"catch_up", "final_ballot", "closed", "published"}:
        reveal.reveal(workshop.id)
    db.session.flush()
    return workshop


def loaded(workshop: Workshop) -> Workshop:
    """The workshop with its phases, as a page has it; a commit lets go of them."""
    found = select(Workshop).where(Workshop.id == workshop.id).options(selectinload(Workshop.phases))
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def a_card(
    world: World,
    workshop: Workshop,
    text: str = "They lose signs when expanding brackets.",
    *,
    by: str = "amina",
    kind: ContributionKind = ContributionKind.STUMBLING_BLOCK,
    codes: tuple[str, ...] = (),
    author_token: str = TOKEN,
) -> Contribution:
    card = contribute(
        world.actor(by), workshop, CardWords(kind, text, codes), author_token=author_token, key=secrets.token_hex(16)
    )
    assert card is not None
    db.session.flush()
    return card


def at(room: Workshop) -> str:
    """Its address."""
    return f"/networks/s215/workshops/{room.number}"


def write_on_page(client: StrictClient, room: Workshop, **more: Any) -> Any:
    """As the form would be sent: what it holds, and what is typed."""
    shown = client.get(f"{at(room)}/cards").values()
    names = ("command_key", "form_key", "made_for", "version")
    form: dict[str, Any] = {name: shown[name] for name in names if name in shown}
    return client.post(f"{at(room)}/cards", {**form, "kind": "idea", "text": "A short card", **more}, once=False)
