"""A room whose facilitator vanishes, and one that goes on by itself, as people in it see them: real processes, and the
twenty seconds that the site waits for its facilitator taken off the note that he was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.core.db import db
from app.workshops.models import FacilitatorSign, Part
from app.workshops.participants.services.invitations import invite
from app.workshops.room.live.facilitator_presence import AWAY_AFTER
from app.workshops.room.services import moves
from tests.browser.site import Site, in_time, inside, serving, tell_the_cast
from tests.browser.visitors import Visitors
from tests.factories.workshops import a_workshop

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOM = "/networks/s215/workshops/1/room"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A meeting in its lobby whose clock stands at four seconds, and which goes on from there by itself."""
    folder = tmp_path_factory.mktemp("vanishing")
    with inside(folder):
        world = tell_the_cast()
        made = a_workshop(world, "collecting")
        invite(world.actor("marek"), made, [world.tomos.id], Part.CO_FACILITATOR)
        moves.step(world.actor("marek"), made, "start")
        first = made.phases[0]
        first.goes_on, first.seconds_left, first.ends_at = True, 4, None
        db.session.commit()
    with serving(folder) as running:
        yield running


def in_room(visitors: Visitors, name: str) -> Page:
    page = visitors.page_as(name)
    page.goto(ROOM)
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    return page


def seen_before(site: Site, ago: timedelta) -> bool:
    """The note that Marek is there becomes older by so much; whether there was one."""
    with inside(site.data_dir):
        sign = db.session.scalars(select(FacilitatorSign)).one_or_none()
        if sign and ago:
            sign.at -= ago
            db.session.commit()
        return sign is not None


def test_a_room_goes_on_by_itself_and_does_without_its_facilitator(visitors: Visitors, site: Site) -> None:
    amina, tomos, marek = (in_room(visitors, name) for name in ("amina", "tomos", "marek"))
    marek.get_by_role("button", name="Let it run on").click()
    expect(amina.locator(".room-phase b")).to_have_text("Write in silence")
    gone = "Marek, who facilitates, is reconnecting."
    expect(amina.get_by_text(gone)).to_be_hidden()
    assert in_time(lambda: seen_before(site, timedelta())), "the site notes that Marek is there"
    marek.context.close()
    # Until the site knows that he has left it notes him again.
    assert in_time(lambda: seen_before(site, AWAY_AFTER) and amina.get_by_text(gone).is_visible())
    expect(amina.get_by_role("button", name="Take over now")).to_have_count(0)
    tomos.get_by_role("button", name="Take over now").click()
    expect(tomos.get_by_role("heading", name="You facilitate")).to_be_visible()
    expect(amina.get_by_text(gone)).to_be_hidden()
