"""Drafts on the site: kept while one writes, for oneself alone, and over with the form that sends them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.drafts import queries, services
from app.accounts.drafts.models import UnsentDraft
from app.accounts.drafts.services import UnsentWords
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
START = "/networks/s215/forums/tricky-topics/start"
NAME = "abcdefgh1234"
HERE, PART = f"/drafts/here?place=start-1:{START}", {"HX-Request": "true"}


def writing(body: str = "Half a thought", name: str = NAME, place: str = "start-1:" + START) -> UnsentWords:
    return UnsentWords(name, place, START, "Start a discussion", {"title": "Catalysts", "body": body})


def bodies(world: World, who: str = "amina") -> list[str]:
    return [each.typed["body"] for each in queries.drafts(seen_by=world.actor(who)).kept]


@pytest.fixture(autouse=True)
def noise(world: World) -> None:
    services.keep_draft(world.actor("ben"), writing("Ben's own"), 0)


def test_what_is_typed_is_kept_and_goes_on(world: World) -> None:
    amina = world.actor("amina")
    first = services.keep_draft(amina, writing("Half"), 0)
    assert (first.name, first.version) == (NAME, 1)
    assert services.keep_draft(amina, writing("Half a thought"), 1).version == 2
    assert bodies(world) == ["Half a thought"]
    assert bodies(world, "ben") == ["Ben's own"]


def test_a_second_browser_never_writes_over_the_first(world: World) -> None:
    amina = world.actor("amina")
    services.keep_draft(amina, writing("Begun at home"), 0)
    services.keep_draft(amina, writing("Begun at home, gone on with"), 1)
    apart = services.keep_draft(amina, writing("Begun at home, on the train"), 1)
    assert apart.name != NAME
    assert set(bodies(world)) == {"Begun at home, gone on with", "Begun at home, on the train"}


def test_an_answer_that_was_lost_makes_no_second_draft(world: World) -> None:
    amina = world.actor("amina")
    services.keep_draft(amina, writing("The same words"), 0)
    assert services.keep_draft(amina, writing("The same words"), 0).name == NAME
    assert bodies(world) == ["The same words"]


def test_sending_ends_it_also_for_what_is_still_on_its_way(world: World) -> None:
    amina = world.actor("amina")
    services.keep_draft(amina, writing(), 0)
    services.end_draft(amina, NAME)
    services.end_draft(amina, "never-kept-yet")
    for name in (NAME, "never-kept-yet"):
        with pytest.raises(Conflict):
            services.keep_draft(amina, writing("Late", name=name), 1)
    assert bodies(world) == []
    assert not [
        each for each in db.session.scalars(select(UnsentDraft)) if each.typed and each.person_id == amina.person_id
    ]


def test_what_was_thrown_away_can_be_brought_back_for_a_day(world: World) -> None:
    amina = world.actor("amina")
    services.keep_draft(amina, writing(), 0)
    services.throw_away(amina, NAME)
    assert bodies(world) == []
    assert [each.name for each in queries.drafts(seen_by=amina).thrown_away] == [NAME]
    services.bring_back(amina, NAME)
    assert bodies(world) == ["Half a thought"]
    services.throw_away(amina, NAME)
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        services.empty_thrown_away()
        db.session.expire_all()
        assert queries.drafts(seen_by=amina).thrown_away == []
        with pytest.raises(Conflict):
            services.bring_back(amina, NAME)


def test_nobody_reaches_anothers_draft(world: World, as_: AS) -> None:
    services.keep_draft(world.actor("amina"), writing("Amina's own"), 0)
    with pytest.raises(NotFound):
        services.throw_away(world.actor("dilys"), NAME)
    db.session.commit()
    for who in ("dilys", "marek", "ada", "chidi"):
        client = as_(who)
        assert "Amina's own" not in client.get("/drafts").text
        assert "Amina's own" not in client.get(HERE, headers=PART).text
        assert client.post(f"/drafts/{NAME}/throw-away").status == 404
    assert "Amina's own" in as_("amina").get("/drafts").text


def test_too_many_and_too_long_stay_in_the_browser(world: World) -> None:
    amina = world.actor("amina")
    with pytest.raises(Invalid):
        services.keep_draft(amina, writing("x" * (services.LONGEST + 1)), 0)
    with pytest.raises(Invalid):
        services.keep_draft(amina, writing(name="../../etc"), 0)
    for number in range(services.MOST):
        services.keep_draft(amina, writing(name=f"draft-{number:04}"), 0)
    with pytest.raises(Refused):
        services.keep_draft(amina, writing(name="one-too-many"), 0)
    assert len(bodies(world)) == services.MOST


def said(body: str, version: int = 0) -> dict[str, str]:
    typed = json.dumps({"title": "Catalysts", "body": body})
    return {
        "name": NAME,
        "version": str(version),
        "place": f"start-1:{START}",
        "page": START,
        "title": "T",
        "typed": typed,
    }


def test_the_page_says_when_it_was_kept_and_the_list_leads_back(as_: AS) -> None:
    client = as_("amina")
    answer = client.post("/drafts", said("Half <b>a</b> thought")).answer.get_json()
    assert answer == {"name": NAME, "version": 1, "apart": False, "said": "Draft kept, 13:00."}
    page = client.get("/drafts")
    assert page.find_all("a", href=f"{START}#draft-{NAME}")
    assert "Half <b>a</b> thought" in page.text
    here = client.get(HERE, headers=PART)
    assert "Half <b>a</b> thought" in here.text
    assert not client.get(f"{HERE}&but={NAME}", headers=PART).text.strip()


def test_a_form_that_is_accepted_ends_its_draft_and_a_refused_one_does_not(as_: AS, world: World) -> None:
    client = as_("amina")
    client.post("/drafts", said("Half a thought"))
    for fields in ({"title": ""}, {"title": "C", "preview": "1"}):
        client.post(START, {"body": "Half a thought", "draft": NAME} | fields)
    assert bodies(world) == ["Half a thought"]
    client.post(START, {"title": "Catalysts", "body": "A whole thought", "draft": NAME})
    assert bodies(world) == []
    late = client.post("/drafts", said("Late", 1))
    assert late.status == 409
    assert late.answer.get_json()["said"].startswith("This draft was sent")
    assert bodies(world) == []


@pytest.mark.parametrize("typed", ["", "[]", "no json", '{"body": 3}', "1e999"])
def test_nonsense_from_a_script_is_kept_as_nothing(as_: AS, typed: str) -> None:
    assert as_("amina").post("/drafts", said("") | {"typed": typed, "page": "//evil.example"}).status == 200
    page = as_("amina").get("/drafts")
    assert page.find_all("a", href=f"/home#draft-{NAME}")
