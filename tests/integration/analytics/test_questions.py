"""Who asked for figures of which sites: written down, bounded over a network, read by whoever answers for the data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.accounts.services.tokens import make_token
from app.analytics.demo.mapping import TOPIC_SITES
from app.analytics.questions import budget
from app.analytics.questions.models import AskedSites, FigureQuestion
from app.core.db import db
from app.core.errors import Refused
from app.core.transactions.engine import reading_only
from app.topics import services as topics
from app.topics.models import TrickyTopic
from tests.client import StrictClient
from tests.people import FRIDAY, World
from tests.threads import together

As = Callable[[str | None], StrictClient]
Ask = Callable[..., tuple[int, Any]]
LOG = "/networks/s215/data/questions"
BOTH = sorted(TOPIC_SITES["S215", "point-groups"])
EARLIER, SITES = BOTH[:5], BOTH[5:]  # of 16J and of 17J


@pytest.fixture
def ask(app: Any, world: World, figures: Any) -> Ask:
    """`ask("dilys", 1, 2)`: status and JSON of the measures on these sites."""
    tokens: dict[str, str] = {}

    def get(who: str, *sites: int, **more: str) -> tuple[int, Any]:
        if who not in tokens:
            tokens[who] = make_token(world.actor(who), getattr(world, who), "test")
        db.session.commit()
        named = {"sites": ",".join(map(str, sites))} if sites else {}
        query = {"module": "S215", **named, **more}
        answer = app.test_client().get(
            "/api/v1/measures", query_string=query, headers={"Authorization": f"Bearer {tokens[who]}"}
        )
        return answer.status_code, answer.get_json()

    return get


def use_up(world: World, sets: int) -> None:
    """So many other sets of 17J are asked for by Dilys."""
    dilys = budget.Asker(person_id=world.dilys.id, through="the API")
    network = world.s215.id
    db.session.commit()
    with reading_only():
        for number in range(1, 1 + sets):
            budget.ask("S215", network, {"17J": (number,)}, dilys, note_repeats=True)
        db.session.commit()


def counted() -> int:
    return db.session.query(AskedSites).filter(AskedSites.counted_at.is_not(None)).count()


def test_a_question_is_written_down_once_with_who_and_how_often(ask: Ask, world: World, as_: As) -> None:
    for _ in range(3):
        assert ask("dilys", *SITES[:3], presentation="17J")[0] == 200
    assert ask("dilys", *SITES[1::-1], presentation="17J")[0] == 200
    assert ask("dilys", SITES[0], SITES[1], presentation="17J")[0] == 200  # the same set in another order
    [first, second] = db.session.query(FigureQuestion).order_by(FigureQuestion.id)
    assert (first.person_id, first.through, first.times, second.times) == (world.dilys.id, "the API", 3, 2)
    page = as_("dilys").get(LOG)
    assert "Dilys, through the API" in page.text
    assert "asked 3 times" in page.text
    assert f"Differs by 1 site from question {first.id}" in page.text
    assert "2 of 100 in 17J" in page.text


def test_all_of_the_material_is_no_set_that_anybody_chose(ask: Ask) -> None:
    assert ask("dilys", presentation="17J")[0] == 200
    assert db.session.query(FigureQuestion).count() == 0


def test_the_hundred_and_first_set_is_refused_and_those_before_are_not(ask: Ask, world: World) -> None:
    assert ask("dilys", *SITES[:3], presentation="17J")[0] == 200
    use_up(world, 99)
    status, told = ask("dilys", *SITES[:4], presentation="17J")
    assert status == 403
    assert "100 sets of sites of 17J within 30 days" in told["error"]["message"]
    assert counted() == 100
    assert ask("dilys", *SITES[:3], presentation="17J")[0] == 200
    assert ask("dilys", *EARLIER[:4], presentation="16J")[0] == 200  # each presentation has its own
    assert ask("wanda", *SITES[:4], presentation="17J")[0] == 200  # she holds the data
    assert ask("dilys", *SITES[:4], presentation="17J")[0] == 403  # which counts nothing for others


def test_a_question_about_two_presentations_counts_in_both_or_in_none(ask: Ask, world: World) -> None:
    use_up(world, 100)
    assert ask("dilys", *EARLIER[:3], *SITES[:3])[0] == 403
    assert counted() == 100


def test_after_thirty_days_there_is_room_again(ask: Ask, world: World, clock_at: Any) -> None:
    use_up(world, 100)
    with clock_at(FRIDAY + timedelta(days=30, seconds=1)):
        assert ask("dilys", *SITES[:3], presentation="17J")[0] == 200


@pytest.fixture
def topic(world: World, figures: Any) -> TrickyTopic:
    raised = topics.raise_topic(world.actor("amina"), world.s215, title="Point groups", statement_md="By rote.")
    topics.map_topic(world.actor("amina"), raised, week_from=7, week_to=9, sites=BOTH)
    db.session.commit()
    return raised


def test_a_topic_that_many_read_is_one_question_of_whoever_mapped_it(
    topic: TrickyTopic, as_: As, world: World, count_queries: Any
) -> None:
    for who in ("ben", "dilys", "amina", "spencer"):
        assert "Students active on this material" in as_(who).get("/networks/s215/topics/1").text
    found = db.session.query(FigureQuestion).all()
    assert {(each.person_id, each.through, each.times) for each in found} == {(world.amina.id, "topic 1", 1)}
    ben = as_("ben")
    with count_queries() as statements:
        ben.get("/networks/s215/topics/1")
    assert not [each for each in statements if each.startswith(("INSERT", "UPDATE"))]


CSV_OF_TOPIC = "/networks/s215/topics/1/figures.csv"


def test_the_chart_as_a_file_says_what_the_table_beside_it_says(topic: TrickyTopic, as_: As, world: World) -> None:
    """No more and no less, withheld figures included: row by row, as they stand on the page."""
    ben = as_("ben")
    page = ben.get("/networks/s215/topics/1")
    assert page.find_all("a", href=CSV_OF_TOPIC)
    assert page.find_all("a", href="/networks/s215/topics/1#overlay")
    table = [
        [each.get("data-presentation"), *("".join(cell.itertext()).strip() for cell in row.iterchildren())]
        for each in page.find_all("table")
        if each.get("data-presentation")
        for row in each.iter("tr")
        if row.get("data-week")
    ]
    answer = ben.get(CSV_OF_TOPIC).answer
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    assert head[:3] == ["Presentation", "Week", "Registered"]
    assert len(set(head)) == len(head)
    assert [[plainly(cell) for cell in row] for row in table] == [[plainly(cell) for cell in row] for row in rows]
    assert any(".." in row for row in rows)
    found = db.session.query(FigureQuestion).all()
    assert {(each.person_id, each.through, each.times) for each in found} == {(world.amina.id, "topic 1", 1)}


def plainly(cell: str) -> str:
    """A cell without the signs that help people, and what is withheld without its words for screen readers."""
    return ".." if cell.startswith("..") else cell.replace(",", "").removesuffix("%")


def test_the_file_has_the_same_doors_as_the_page(topic: TrickyTopic, as_: As, world: World) -> None:
    assert as_("chidi").get(CSV_OF_TOPIC).status == 404
    assert as_(None).get(CSV_OF_TOPIC).status == 401
    use_up(world, 100)
    assert as_("ben").get(CSV_OF_TOPIC).status == 403
    raised = topics.raise_topic(world.actor("amina"), world.s215, title="Not mapped", statement_md="By rote.")
    db.session.commit()
    assert as_("ben").get(f"/networks/s215/topics/{raised.number}/figures.csv").status == 404


def test_a_topic_beyond_the_budget_says_why_and_the_rest_of_its_page_stays(
    topic: TrickyTopic, as_: As, world: World
) -> None:
    use_up(world, 100)
    page = as_("ben").get("/networks/s215/topics/1")
    assert page.status == 200
    assert "No more sets of sites for now" in page.text
    assert "By rote." in page.text
    assert "Students active on this material" not in page.text


def test_more_is_allowed_with_a_reason_by_whoever_answers_for_the_data(ask: Ask, world: World, as_: As) -> None:
    world.s215.data_responsible_id = world.tomos.id
    db.session.commit()
    use_up(world, 100)
    more = {"presentation": "17J", "more": "2", "reason": "Two new quizzes to compare."}
    assert as_("amina").post(LOG, more).status == 403
    assert as_("dilys").post(LOG, more).status == 403  # somebody else is named
    assert as_("chidi").post(LOG, more).status == 404
    for faulty, words in (({"more": "0"}, "Between 1 and 100"), ({"reason": " "}, "Please fill this in.")):
        answer = as_("tomos").post(LOG, more | faulty)
        assert answer.status == 422
        assert words in answer.text
    assert as_("tomos").post(LOG, more).status == 303
    page = as_("tomos").get(LOG)
    assert "2 more sets of 17J" in page.text
    assert "Two new quizzes to compare." in page.text
    assert "100 of 102 in 17J" in page.text
    assert ask("dilys", *SITES[:3], presentation="17J")[0] == 200
    assert ask("dilys", *SITES[:4], presentation="17J")[0] == 200
    assert ask("dilys", *SITES[:5], presentation="17J")[0] == 403


@pytest.mark.parametrize(("who", "status"), [("dilys", 200), ("amina", 403), ("wanda", 403), ("chidi", 404)])
def test_who_reads_the_log(who: str, status: int, as_: As, figures: Any) -> None:
    assert as_(who).get(LOG).status == status


def test_the_last_set_is_given_to_one_of_those_who_ask_at_once(live_app: Any) -> None:
    world = World()
    person, network = world.dilys.id, world.s215.id
    use_up(world, budget.SETS - 1)
    db.session.rollback()
    refused: list[str] = []

    def one(number: int) -> None:
        with live_app.app_context(), reading_only():
            asker = budget.Asker(person_id=person, through="the API")
            try:
                budget.ask("S215", network, {"17J": (number,)}, asker, note_repeats=True)
            except Refused as fault:
                refused.append(fault.message)
            db.session.remove()

    together([partial(one, 1000 + number) for number in range(4)])
    assert len(refused) == 3
    assert counted() == budget.SETS
