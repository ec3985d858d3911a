"""Every address of a workshop, guessed: by a member of another network, by nobody, by who is not invited, and with the
numbers of another workshop's cards and themes. Nothing is found, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from app.core.db import db
from app.workshops.board.services.grouping import move_card
from app.workshops.models import SavedTemplate, Workshop
from app.workshops.pages.views.room import STEPS
from app.workshops.planning.services.run_sheet import save_template
from app.workshops.policy import MOVES
from tests.factories.boards import a_card, a_room, at
from tests.factories.workshops import rows_of_workshops
from tests.people import World

#: What any of the forms might want, as somebody would send it who knows them.
SENT = {
    "answer": "yes",
    "kind": "no action",
    "text": "Guessed",
    "title": "Guessed",
    "note": "Guessed",
    "body": "Guessed",
    "reason": "Guessed",
    "part": "observer",
    "theme": "new",
    "command_key": "0123456789abcdef",
    "owner_id": "0",
    "round": "1",
    "dots": "9",
}


@pytest.fixture
def room(world: World) -> Workshop:
    """Grouping, with a theme of one card; and a template that the network saved."""
    made = a_room(world, "group")
    move_card(world.actor("marek"), made, a_card(world, made), "Curly arrows")
    save_template(world.actor("marek"), made, "Ours")
    db.session.commit()
    return made


def addresses(app: Flask, room: Workshop, world: World, **others: Any) -> Iterator[tuple[str, str]]:
    """Method and address of all there is of this workshop; the stream and what a signed link opens have own tests."""
    known: dict[str, Any] = {
        "slug": "s215",
        "number": room.number,
        "card_id": a_key("workshop_contribution", room),
        "theme_id": a_key("workshop_theme", room),
        "person_id": world.amina.id,
        "template_id": db.session.scalars(select(SavedTemplate.id)).one(),
        "post_id": 1,
    } | others
    names = {"workshops.room_step": STEPS, "workshops.section": ("purpose", "method")}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                not rule.endpoint.startswith("workshops.")
                or rule.endpoint == "workshops.stream"
                or "token" in rule.arguments
            ):
                continue
            for last in names.get(rule.endpoint, MOVES if "verb" in rule.arguments else ("",)):
                every = known | {"name": last, "verb": last}
                url = url_for(rule.endpoint, **{name: every[name] for name in rule.arguments})
                yield from ((method, url) for method in ("GET", "POST") if method in (rule.methods or ()))


def a_key(table: str, room: Workshop) -> Any:
    rows = db.metadata.tables[table]
    return db.session.execute(select(rows.c.id).where(rows.c.workshop_id == room.id)).scalars().first()


@pytest.mark.parametrize(("who", "status"), [("chidi", 404), (None, 401)])
def test_strangers_find_nothing_and_change_nothing(
    app: Flask, world: World, room: Workshop, as_: Any, who: str | None, status: int
) -> None:
    before, reader = rows_of_workshops(), as_(who)
    tried = [*addresses(app, room, world)]
    assert len(tried) > 80
    for method, url in tried:
        found = reader.get(url, strict=False) if method == "GET" else reader.post(url, SENT, once=False)
        assert found.status == status, f"{method} {url}"
    assert rows_of_workshops() == before


def test_who_is_not_invited_changes_nothing(app: Flask, world: World, room: Workshop, as_: Any) -> None:
    before, reader = rows_of_workshops(), as_("saoirse")
    for method, url in addresses(app, room, world):
        if method == "POST":
            # Some steps only lead on to the page where they are made, and there it is refused.
            led_on = url.endswith("/steps/publish")
            found = reader.post(url, SENT, once=False)
            assert found.status in ({303} if led_on else {403, 404}), url
    assert rows_of_workshops() == before


def test_cards_and_themes_of_another_workshop_are_not_found_in_ones_own(
    app: Flask, world: World, room: Workshop, as_: Any
) -> None:
    own = a_room(world, "group", people=("ben",))
    card, theme = a_key("workshop_contribution", room), a_key("workshop_theme", room)
    db.session.commit()
    things = (f"/cards/{card}", f"/themes/{theme}/", f"/outcomes/{theme}")
    for name in ("ben", "marek"):
        for method, url in addresses(app, own, world, card_id=card, theme_id=theme):
            if any(each in url for each in things):
                got = as_(name).get(url, strict=False) if method == "GET" else as_(name).post(url, SENT, once=False)
                assert got.status in {403, 404}, f"{name} {method} {url}"
        for verb in ("light", "discussed", "earlier", "next-theme"):
            for named in ({"card": card}, {"theme": str(theme)}):
                if verb == "light" or "theme" in named:
                    got = as_(name).post(f"{at(own)}/room/{verb}", named, once=False)
                    assert got.status in {403, 404}, f"{name} {verb} {named}"
    assert "Curly arrows" not in as_("ben").get(f"{at(own)}/board").text
