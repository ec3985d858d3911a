"""The study planner's pages: pasted, looked at, kept, read by all of the network."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound
from app.planner import queries
from app.planner.models import PlannerRow, StudyPlanner
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/planner"
CHANGE = f"{URL}/change"
TABLE = (
    "Block\tUnit\tWeeks\tAssimilative\tProductive\tAssignment\tCut-off\n"
    "1\tAtoms <i>\t1-36\t300\t120\tTMA01\t9 November 2017\n"
)


def form(world: World, code: str = "17J", text: str = TABLE, **more: str) -> dict[str, str]:
    return {"presentation": str(world.presentation(code).id), "text": text, **more}


def kept() -> list[StudyPlanner]:
    return db.session.query(StudyPlanner).all()


def test_it_is_looked_at_and_kept(as_: AS, world: World) -> None:
    client = as_("tomos")
    page = client.post(CHANGE, form(world, step="preview"))
    assert page.status == 200
    assert "What was read, for 17J" in page.text
    assert "Assimilative: 300 h, 71%" in page.text
    assert page.values()["text"].strip() == TABLE.strip()
    assert kept() == []
    page = client.follow(client.post(CHANGE, form(world, step="keep")))
    assert "The study planner of 17J is kept." in page.text
    assert "Atoms <i>" in page.text
    assert "9 November 2017" in page.text
    (entry,) = db.session.query(AuditEntry).filter_by(verb="keep the study planner")
    assert entry.after == "17J: 1 row, 1 assignment"
    for member in ("amina", "spencer", "ravi"):
        assert "Assimilative: 300 h" in as_(member).get(URL).text


def test_faults_are_named_by_line_and_nothing_is_kept(as_: AS, world: World) -> None:
    text = TABLE + "1\tBonds\t40\t1\t\t\t\n"
    page = as_("dilys").post(CHANGE, form(world, text=text, step="preview"))
    assert "Line 3: the presentation ends with week 36" in page.text
    assert "Keep this planner" not in page.text
    page = as_("dilys").post(CHANGE, form(world, text=text, step="keep"))
    assert page.status == 422
    assert "Line 3: the presentation ends with week 36" in page.text
    assert page.values()["text"].strip() == text.strip()
    assert kept() == []


def test_a_file_fills_the_table(as_: AS, world: World) -> None:
    sent = TABLE.replace("\t", ",").encode("utf-16")
    client = as_("dilys")
    page = client.post(CHANGE, form(world, text="", step="preview") | {"table": (io.BytesIO(sent), "planner.csv")})
    assert "Assimilative: 300 h" in page.text
    assert page.values()["text"].startswith("Block,Unit,Weeks")
    page = client.post(CHANGE, form(world, step="preview") | {"table": (io.BytesIO(b"PK\x03\x04"), "planner.xlsx")})
    assert page.status == 422
    assert "This is a workbook. Save it as CSV first" in page.text
    assert page.values()["text"].strip() == TABLE.strip()


def test_who_may_and_who_may_not(as_: AS, world: World) -> None:
    for member in ("dilys", "marek", "tomos", "wanda"):
        assert as_(member).get(CHANGE).status == 200
    for reader in ("amina", "saoirse", "spencer"):
        assert as_(reader).get(CHANGE).status == 403
        assert as_(reader).post(CHANGE, form(world, step="keep")).status == 403
    for stranger in ("chidi", "ada"):
        for address in (URL, CHANGE, f"{URL}.csv"):
            assert as_(stranger).get(address).status == 404
        assert as_(stranger).post(CHANGE, form(world, step="keep")).status == 404
    assert kept() == []


def test_another_modules_presentation_is_no_choice(as_: AS, world: World) -> None:
    theirs = str(world.presentation("17J", "mst124").id)
    page = as_("dilys").post(CHANGE, form(world, step="keep") | {"presentation": theirs})
    assert page.status == 422
    assert as_("dilys").get(f"{URL}?presentation={theirs}").status == 404
    assert as_("dilys").get(f"{URL}.csv?presentation={theirs}").status == 404
    assert kept() == []


def test_the_second_of_two_who_change_it_is_shown_so_and_decides(as_: AS, world: World) -> None:
    client = as_("dilys")
    client.post(CHANGE, form(world, step="keep"))
    opened = client.get(f"{CHANGE}?presentation={world.presentation('17J').id}").values()
    assert "Atoms <i>\t1-36\t300" in opened["text"]
    as_("marek").post(CHANGE, form(world, text=TABLE + "2\tRates\t36\t1\t\t\t", version=opened["version"], step="keep"))
    page = client.post(CHANGE, form(world, text=TABLE, version=opened["version"], step="keep"))
    assert page.status == 409
    assert db.session.query(PlannerRow).count() == 2
    again = form(world, text=TABLE, version=page.values()["version"], step="keep")
    assert client.post(CHANGE, again).status == 303
    assert db.session.query(PlannerRow).count() == 1


def test_the_table_for_a_spreadsheet_can_be_pasted_back(as_: AS, world: World) -> None:
    client = as_("dilys")
    client.post(CHANGE, form(world, step="keep"))
    table = client.get(f"{URL}.csv?presentation={world.presentation('17J').id}", strict=False).html
    client.post(CHANGE, form(world, "18J", text=table, step="keep"))
    first, second = kept()
    rows = db.session.query(PlannerRow).order_by(PlannerRow.planner_id).all()
    assert [(row.unit, row.hours) for row in rows] == [("Atoms <i>", {"assimilative": 300, "productive": 120})] * 2
    assert first.presentation_id != second.presentation_id


def test_the_networks_page_says_what_students_are_at(as_: AS, world: World) -> None:
    world.presentation("17J").starts_on = date(2018, 7, 7)  # the tests' Friday lies in its second week
    db.session.commit()
    assert "In the module now" not in as_("amina").get("/networks/s215").text
    text = "Block\tUnit\tWeeks\tAssignment\tCut-off\nBook 1\tRates\t1-2\tTMA01\t27/7/2018\n\tLater\t3\tTMA02\t1/9/2018"
    as_("dilys").post(CHANGE, form(world, text=text, step="keep"))
    page = as_("amina").get("/networks/s215")
    assert "17J, week 2." in page.text
    assert "Book 1: Rates" in page.text
    assert "Later" not in page.text
    assert "Next: TMA01, cut-off 27 July 2018" in page.text
    assert "In the module now" not in as_("chidi").get("/networks/mst124").text


@pytest.mark.parametrize(
    ("first_day", "words"),
    [(date(2018, 10, 6), "18J begins on 6 October 2018."), (date(2017, 10, 7), "18J ended on 15 June 2018.")],
)
def test_outside_a_presentation_it_says_when(as_: AS, world: World, first_day: date, words: str) -> None:
    world.presentation("18J").starts_on = first_day
    db.session.commit()
    as_("dilys").post(CHANGE, form(world, "18J", text="Unit\tWeeks\nRates\t1-2", step="keep"))
    assert words in as_("amina").get("/networks/s215").text


def test_a_stranger_asks_in_vain(world: World, actor_for: Callable[[str], object]) -> None:
    for read in (queries.planned, queries.studied_now):
        with pytest.raises(NotFound):
            read(world.s215, seen_by=actor_for("chidi"))  # type: ignore[arg-type]


def test_an_empty_page_says_what_to_do(as_: AS) -> None:
    assert "Paste the study planner" in as_("dilys").get(URL).text
    page = as_("amina").get(URL)
    assert "No study planner yet" in page.text
    assert "Paste the study planner" not in page.text
