"""What goes wrong in a workshop has its answer on the screen: who is removed, what is too much, and what is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.networks.models import Membership
from app.networks.services import remove_member
from app.workshops.models import Anonymity, Ballot, Contribution, Dot, Theme
from tests.client import StrictClient
from tests.factories.ballots import a_ballot, a_straw_vote, the_round
from tests.factories.boards import a_card, a_room, at, write_on_page
from tests.factories.workshops import a_workshop
from tests.people import World

NOT_IN = "it belongs to a network you are not in"

As = Callable[[str | None], StrictClient]


def remove(world: World, name: str) -> None:
    seat = db.session.query(Membership).filter_by(person_id=getattr(world, name).id, left_at=None).one()
    remove_member(world.actor("dilys"), world.s215, seat.id, "Left the university.")
    db.session.commit()


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("page", ["ballot", "dots"])
def test_a_member_removed_in_mid_vote_is_told_and_counts_no_more(world: World, as_: As, page: str) -> None:
    room = a_ballot(world) if page == "ballot" else a_straw_vote(world)
    item = the_round(room).items[0]
    ben = as_("ben")
    form = ben.get(f"{at(room)}/{page}").values() | {"place-1": str(item), f"theme-{item}": "1"}
    remove(world, "ben")
    answer = ben.post(f"{at(room)}/{page}", form, once=False)
    assert answer.status == 404
    assert NOT_IN in answer.text
    assert (count(Ballot), count(Dot)) == (0, 0)
    for address in ("room", "room/now", "board", "cards", "stream"):
        assert ben.get(f"{at(room)}/{address}", strict=False).status == 404


def test_a_member_removed_while_writing_is_told_and_the_card_is_not_taken(world: World, as_: As) -> None:
    room = a_room(world, "collect")
    ben = as_("ben")
    form = ben.get(f"{at(room)}/cards").values() | {"kind": "idea", "text": "Half a thought"}
    remove(world, "ben")
    answer = ben.post(f"{at(room)}/cards", form, once=False)
    assert answer.status == 404
    assert NOT_IN in answer.text
    assert "Half a thought" in answer.text
    assert "Command key" not in answer.text
    assert count(Contribution) == 0


def test_the_allocation_of_the_last_of_three_tabs_stands(world: World, as_: As) -> None:
    room = a_straw_vote(world)
    amina, items = as_("amina"), the_round(room).items
    tabs = [amina.get(f"{at(room)}/dots").values() for _ in range(3)]
    for tab, dots in zip(tabs, ("2", "5", "4"), strict=True):
        assert amina.post(f"{at(room)}/dots", tab | {f"theme-{items[0]}": dots}, once=False).status == 303
    assert count(Dot) == 4
    assert amina.get(f"{at(room)}/dots").values()[f"theme-{items[0]}"] == "4"


@pytest.mark.parametrize("anonymity", [Anonymity.NAMED, Anonymity.UNATTRIBUTED])
def test_three_tabs_write_three_cards_and_no_more(world: World, as_: As, anonymity: Anonymity) -> None:
    room = a_room(world, "collect", anonymity)
    ben = as_("ben")
    tabs = [ben.get(f"{at(room)}/cards").values() | {"kind": "idea", "text": f"Card {n}"} for n in range(3)]
    for tab in tabs * 2:
        assert ben.post(f"{at(room)}/cards", tab, once=False).status == 303
    assert sorted(db.session.scalars(select(Contribution.text))) == ["Card 0", "Card 1", "Card 2"]


def test_an_address_of_another_workshop_finds_no_card_and_no_theme(world: World, as_: As) -> None:
    here, there = a_room(world, "group"), a_room(world, "group")
    card = a_card(world, there, by="ben")
    theme = Theme(workshop_id=there.id, title="Elsewhere")
    db.session.add(theme)
    db.session.commit()
    marek = as_("marek")
    sent = {"text": "Mine", "kind": "idea", "reason": "Not here.", "theme": "new", "title": "Mine", "version": "1"}
    for path in (f"cards/{card.id}/{verb}" for verb in ("edit", "withdraw", "hide", "move", "dismiss", "report")):
        assert marek.post(f"{at(here)}/{path}", sent).status == 404, path
    for path in (f"themes/{theme.id}/{verb}" for verb in ("edit", "merge", "second", "notes")):
        assert marek.post(f"{at(here)}/{path}", sent | {"note": "Mine"}).status == 404, path
    own = Theme(workshop_id=here.id, title="Here")
    mine = a_card(world, here)
    db.session.add(own)
    db.session.commit()
    assert marek.post(f"{at(here)}/cards/{mine.id}/move", {"theme": str(theme.id), "version": "1"}).status in {404, 422}
    assert marek.post(f"{at(here)}/themes/{own.id}/merge", {"target": str(theme.id), "version": "1"}).status in {
        404,
        422,
    }
    assert (card.theme_id, mine.theme_id) == (None, None)


def test_a_room_of_another_workshop_is_closed_to_those_of_this(world: World, as_: As) -> None:
    """A browser's session names a person and no room: each address asks anew who may come in."""
    a_workshop(world, "collecting", people=("amina",))
    other = a_workshop(world, "collecting", people=("ben",))
    amina = as_("amina")
    for path in ("room", "room/now", "stream?after=0", "board", "ballot", "dots", "results"):
        assert amina.get(f"{at(other)}/{path}", strict=False).status == 403, path
    assert "ask the facilitator" in amina.get(f"{at(other)}/room", strict=False).text.lower()


def test_a_card_of_ten_thousand_characters_is_kept_and_shown_in_short(world: World, as_: As) -> None:
    room = a_room(world, "group")
    words = "Zeichen " * 1250
    assert write_on_page(as_("ben"), room, text=words).status == 303
    page = as_("amina").get(f"{at(room)}/board")
    assert words.strip() in page.text
    assert [e for e in page.find_all("details") if "The whole card" in "".join(e.itertext())]
    refused = write_on_page(as_("ben"), room, text=words + "and then some")
    assert refused.status == 422
    assert "and then some" in refused.values()["text"]
    assert "10,000 characters" in refused.text


def test_nothing_of_a_workshop_that_does_not_exist(world: World, as_: As) -> None:
    for path in ("", "/room", "/board", "/ballot", "/results.csv", ".ics", "/stream"):
        assert as_("marek").get(f"/networks/s215/workshops/99{path}", strict=False).status == 404


def test_more_digits_than_a_number_has_are_a_fault_of_the_run_sheet(world: World, as_: Any) -> None:
    room = a_workshop(world, "scheduled")
    page = as_("marek").post(
        f"/networks/s215/workshops/{room.number}/run-sheet", {"collect_minutes": "9" * 5_000}, confirmed=False
    )
    assert page.status == 422
