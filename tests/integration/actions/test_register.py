"""The register: its filters and counts, its pages, its export."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert

from app.actions import services
from app.actions.models import Action, ProgressNote
from app.core import clock
from app.core.db import db
from app.networks.models import Membership
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.people import IDS, NETWORKS, World

REGISTER = "/networks/s215/actions"


def alike(number: int, intervention_id: int) -> dict[str, Any]:
    """A row as the services would write it, for a thousand at once."""
    return {
        "network_id": NETWORKS["s215"],
        "number": number,
        "title": f"Action {number}",
        "owner_id": IDS["ben"] if number % 2 else IDS["tomos"],
        "due_on": clock.today() + timedelta(days=number % 30),
        "success_indicator": "Seen",
        "intervention_id": intervention_id,
        "state": "open",
        "state_since": clock.now(),
        "created_by_id": IDS["marek"],
        "created_at": clock.now(),
        "version": 1,
    }


def titles(page: Any) -> list[str]:
    heads = [e for e in page.find_all("th") if e.get("scope") == "row"]
    return ["".join(head.find("a").itertext()) for head in heads]


def full(world: World) -> None:
    """One action of each kind, and noise in another network."""
    an_action(world, title="Open and mine", owner="amina", days=20)
    an_action(world, title="Late", days=-3)
    an_action(world, title="Late and blocked", days=-1, state="blocked")
    an_action(world, title="Claimed", state="done", days=5)
    an_action(world, title="Long done", state="verified", days=2)
    an_action(world, title="Given up", state="dropped", days=3)
    an_action(world, title="Elsewhere", slug="mst124", owner="chidi", days=-9)


def test_each_filter_is_a_click_and_says_how_many(world: World, as_: Any) -> None:
    full(world)
    amina = as_("amina")
    wanted = {
        "": ["Open and mine", "Late", "Late and blocked", "Claimed"],
        "?show=mine": ["Open and mine"],
        "?show=overdue": ["Late", "Late and blocked"],
        "?show=blocked": ["Late and blocked"],
        "?show=unverified": ["Claimed"],
        "?show=settled": ["Long done", "Given up"],
    }
    for query, expected in wanted.items():
        assert titles(amina.get(REGISTER + query)) == expected
    text = amina.get(REGISTER).text
    for words in ("All open 4", "Mine 1", "Overdue 2", "Blocked 1", "Unverified 1", "Verified or dropped 2"):
        assert words in text


def test_overdue_is_said_in_words(world: World, as_: Any) -> None:
    full(world)
    assert "17 July 2018, overdue" in as_("ben").get(REGISTER).text


def test_a_topic_shows_its_own_actions_and_those_of_its_interventions(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic)
    an_action(world, title="Of the topic", topic_id=topic.id, days=1)
    an_action(world, title="Of the intervention", intervention_id=one.id, days=2)
    an_action(world, title="Of nothing")
    ben = as_("ben")
    page = ben.get(f"{REGISTER}?topic={topic.number}")
    assert titles(page) == ["Of the topic", "Of the intervention"]
    assert "All open 2" in page.text
    assert titles(ben.get(f"{REGISTER}?intervention={one.number}")) == ["Of the intervention"]


def test_unknown_filters_and_foreign_sources_are_not_found(world: World, as_: Any) -> None:
    assert as_("ben").get(f"{REGISTER}?show=everything").status == 404
    assert as_("ben").get(f"{REGISTER}?topic=99").status == 404
    assert as_("ben").get(f"{REGISTER}/99").status == 404
    assert as_("chidi").get(REGISTER).status == 404
    assert as_("chidi").get(f"{REGISTER}.csv").status == 404


def test_an_empty_register_says_what_it_is_for(world: World, as_: Any) -> None:
    page = as_("ben").get(REGISTER)
    assert "The register is empty" in page.text


def test_the_last_note_stands_in_the_progress_column(world: World, as_: Any) -> None:
    action = an_action(world)
    for text in ("Script written.", "Released 29 January."):
        services.note_progress(world.actor("tomos"), action, text)
    page = as_("ben").get(REGISTER)
    assert "Released 29 January." in page.text
    assert "Script written." not in page.text


def test_the_export_has_the_same_rows_the_agencys_columns_and_no_formulas(world: World, as_: Any) -> None:
    full(world)
    action = an_action(world, title="=HYPERLINK(1)", success_indicator="+1 for “naïve” students", days=-30)
    services.note_progress(world.actor("tomos"), action, "@everyone look")
    answer = as_("ben").get(f"{REGISTER}.csv?show=overdue").answer
    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'attachment; filename="s215-actions-overdue.csv"' in answer.headers["Content-Disposition"]
    sent = answer.get_data()
    assert sent.startswith(codecs.BOM_UTF8), "by which Excel knows the letters"
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
    assert all(row["Number"].isdigit() for row in rows), "the mark is no part of the first column's name"
    assert [row["Action agreed"] for row in rows] == ["'=HYPERLINK(1)", "Late", "Late and blocked"]
    assert rows[0]["Success indicator"] == "'+1 for “naïve” students"
    assert rows[0]["Progress"] == "'@everyone look"
    assert rows[2]["State"] == "blocked: The media queue is full."
    assert {"Action agreed", "Progress", "Due", "Lead", "Success indicator", "State"} <= set(rows[0])


def test_pages_follow_each_other_without_gaps_or_twins(world: World, as_: Any) -> None:
    for number in range(60):
        an_action(world, title=f"Action {number:02}", days=number % 7)
    ben = as_("ben")
    first = ben.get(REGISTER)
    further = [e.get("href") for e in first.find_all("a") if e.get("rel") == "next"]
    second = ben.get(further[0])
    seen = titles(first) + titles(second)
    assert len(seen) == len(set(seen)) == 60


def test_the_same_number_of_queries_at_10_and_at_1000_rows(world: World, as_: Any, count_queries: Any) -> None:
    one = an_intervention(world)

    def queries(address: str) -> int:
        with count_queries() as seen:
            assert as_("ben").get(address).status == 200
        return len(seen)

    def more(count: int) -> None:
        last = db.session.query(func.max(Action.number)).filter_by(network_id=world.s215.id).scalar() or 0
        rows = [alike(number, one.id) for number in range(last + 1, last + 1 + count)]
        ids = db.session.scalars(insert(Action).returning(Action.id), rows).all()
        notes = [
            {"action_id": each, "author_id": IDS["tomos"], "text": "On the way.", "at": clock.now()} for each in ids
        ]
        db.session.execute(insert(ProgressNote), notes)
        db.session.commit()

    addresses = [REGISTER, f"{REGISTER}?show=mine", f"/networks/s215/interventions/{one.number}", f"{REGISTER}.csv"]
    more(10)
    at_10 = [queries(address) for address in addresses]
    more(990)
    assert [queries(address) for address in addresses] == at_10


def test_a_lead_who_left_and_asked_for_it_stands_under_their_role(world: World, as_: Any) -> None:
    topic = a_topic(world)
    action = an_action(world, owner="tomos", topic_id=topic.id, days=3)
    services.move_action(world.actor("tomos"), action, "start")
    left = {"left_at": clock.now(), "name_withheld": True}
    db.session.query(Membership).filter_by(person_id=world.tomos.id).update(left)
    ben = as_("ben")
    addresses = [
        REGISTER,
        f"{REGISTER}/{action.number}",
        f"/networks/s215/topics/{topic.number}",
        "/networks/s215",
        f"{REGISTER}.csv",
    ]
    for address in addresses:
        text = ben.get(address).text
        assert "Module team, former member" in text, address
        assert "Tomos" not in text, address


def test_a_row_is_updated_where_it_stands(world: World, as_: Any) -> None:
    action = an_action(world)
    owner = as_("marek")
    register = owner.get("/networks/s215/actions?show=open")
    forms = {str(form.get("action")): form for form in register.find_all("form", method="post")}
    url = f"/networks/s215/actions/{action.number}"
    assert {f"{url}/notes", f"{url}/start"} <= set(forms)
    token = {field.get("name"): field.get("value") for field in forms[f"{url}/notes"].iter("input")}
    answer = owner.post(f"{url}/notes", {"note": "Half of it.", "form_key": token["form_key"], "next": token["next"]})
    assert answer.location == "/networks/s215/actions?show=open"
    assert "Half of it." in owner.follow(answer).text
    assert f"{url}/notes" not in as_("spencer").get("/networks/s215/actions").html


def test_ones_own_stand_first_however_long_the_register_is(world: World, as_: Any) -> None:
    work = an_intervention(world, a_topic(world))
    late = clock.today() + timedelta(days=200)
    rows = [{**alike(number, work.id), "owner_id": IDS["ben"]} for number in range(1, 60)]
    rows += [{**alike(number, work.id), "owner_id": IDS["tomos"], "due_on": late} for number in (60, 61)]
    db.session.execute(insert(Action), rows)
    db.session.commit()
    first = as_("tomos").get(REGISTER)
    further = titles(
        as_("tomos").get(next(a.get("href") for a in first.find_all("a") if "after=" in a.get("href", "")))
    )
    shown = [*titles(first), *further]
    assert shown[:2] == ["Action 60", "Action 61"]
    assert sorted(shown) == sorted(row["title"] for row in rows), "each once"
    assert titles(as_("ben").get(REGISTER))[0] == "Action 30", "due today"
