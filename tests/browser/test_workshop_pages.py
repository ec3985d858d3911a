"""What every page keeps, on the pages of a workshop in each of its states; the demo's two are in `pages`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from app.core.db import db
from app.core.secrets.signed_links import sign
from app.workshops.board.services import notes
from app.workshops.board.services.grouping import move_card
from app.workshops.models import Anonymity, Contribution, Part, Theme, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import moves
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors, look_up
from tests.factories.ballots import a_straw_vote, with_themes
from tests.factories.boards import a_card, a_room, go_on
from tests.factories.workshops import a_workshop
from tests.people import World

pytestmark = pytest.mark.browser

WORKSHOPS = "/networks/s215/workshops"
#: As chemists write: no line breaks in it by itself.
ONE_WORD = "methionylthreonylthreonylglutaminylarginyltyrosylglutamylserine"
LONG = "They read the curly arrow as the path of an atom, and so they begin it at the proton. " * 3 + ONE_WORD


def in_room(world: World, situation: str) -> Workshop:
    """With a theme of one card, a note, a card that is not grouped, and Ravi who watches."""
    made = a_room(world, "group", Anonymity.NAMED)
    invite(world.actor("marek"), made, [world.ravi.id], Part.OBSERVER)
    if situation not in {"collecting", "lobby"}:
        theme = move_card(world.actor("ben"), made, a_card(world, made, LONG), f"Curly arrows in {ONE_WORD}")
        assert theme is not None
        notes.second(world.actor("amina"), made, theme, author_token="")
        notes.add_note(world.actor("ben"), made, theme, f"In my group as well: {ONE_WORD}.")
    a_card(world, made, "They convert units after the sum.", by="ben")
    return go_on(made, situation)


def closed(world: World) -> Workshop:
    made = a_workshop(world, "final_ballot")
    with_themes(made)
    made.state = "closed"
    return made


#: By number: 1, 2, 3, …
MADE: tuple[Callable[[World], Workshop], ...] = (
    lambda world: a_workshop(world, "draft"),
    lambda world: a_workshop(world, "scheduled", critical_reason="It decides what is asked of the module team."),
    *(
        lambda world, here=here: in_room(world, here)
        for here in ("collecting", "lobby", "collect", "reveal", "group", "discuss", "commit", "catch_up")
    ),
    a_straw_vote,
    closed,
    lambda world: moves.step(world.actor("marek"), a_workshop(world, "scheduled"), "cancel", "Strike day."),
)
LOOKED_AT = (
    ("marek", "new"),
    ("marek", "1"),
    ("marek", "1/change"),
    ("marek", "1/invite"),
    ("marek", "1/run-sheet"),
    ("amina", "2"),
    (None, "answer"),
    ("amina", "3/room"),
    ("ravi", "3/room"),
    ("amina", "3/board"),
    ("amina", "3/cards"),
    ("ben", "3/cards/CARD/edit"),
    ("amina", "4/room"),
    ("amina", "5/room"),
    ("ravi", "6/room"),
    ("marek", "6/room"),
    ("marek", "7/room"),
    ("marek", "7/room/screen"),
    ("amina", "7/room"),
    ("amina", "7/cards/CARD/move"),
    ("marek", "7/cards/CARD/hide"),
    ("amina", "7/cards/CARD/report"),
    ("amina", "7/themes"),
    ("amina", "7/themes/THEME/edit"),
    ("amina", "7/themes/THEME/notes"),
    ("ben", "8/room"),
    ("marek", "9/room"),
    ("marek", "9/outcomes/THEME"),
    ("amina", "10/board"),
    ("amina", "11/room"),
    ("ben", "11/ballot"),
    ("marek", "12"),
    ("marek", "12/outcomes"),
    ("marek", "12/publish"),
    ("marek", "12/results"),
    ("marek", "12/write-up"),
    ("marek", "12/write-up/method"),
    ("amina", "13"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The tests' cast with a workshop in each situation; and what stands for names in the addresses above."""
    folder = tmp_path_factory.mktemp("pages")
    known = {}
    with inside(folder):
        world = tell_the_cast()
        for number, make in enumerate(MADE, 1):
            workshop = make(world)
            assert workshop.number == number
            card = select(Contribution.id).where(
                Contribution.workshop_id == workshop.id, Contribution.theme_id.is_(None)
            )
            theme = select(Theme.id).where(Theme.workshop_id == workshop.id)
            known[f"{number}/CARD"] = db.session.scalars(card).first() or ""
            known[f"{number}/THEME"] = str(db.session.scalars(theme).first())
            db.session.commit()
        amina = db.session.scalars(select(WorkshopMember).where(WorkshopMember.person_id == world.amina.id)).all()
        known["LINK"] = sign(amina[1].answer_token, current_app.config["SECRET_KEY"])
    return folder, known


@pytest.fixture(scope="module")
def site(made: tuple[Path, dict[str, str]]) -> Iterator[Site]:
    with serving(made[0]) as running:
        yield running


@pytest.mark.parametrize(("who", "path"), LOOKED_AT, ids=lambda each: re.sub(r"\W+", "-", str(each)))
def test_a_page_of_a_workshop_can_be_read_by_everybody(
    visitors: Visitors, made: tuple[Path, dict[str, str]], who: str | None, path: str
) -> None:
    number = path.split("/", maxsplit=1)[0]
    for name in ("CARD", "THEME"):
        path = path.replace(name, made[1].get(f"{number}/{name}", ""))
    page = visitors.reader(who)
    assert look_up(page, f"/workshops/answer/{made[1]['LINK']}" if path == "answer" else f"{WORKSHOPS}/{path}") == 200
    look_at(page)
