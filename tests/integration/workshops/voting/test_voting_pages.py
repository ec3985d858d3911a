"""The pages of voting: they work as plain forms, keep what was chosen whatever goes wrong, and show no more than they may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.audit import AuditEntry
from app.core.concurrency import receipts
from app.core.db import db
from app.workshops.models import Anonymity, Dot, Theme, Workshop
from app.workshops.room.services import moves
from tests.client import Page, StrictClient
from tests.factories.ballot_pages import at, send
from tests.factories.ballots import TITLES, VOTERS, a_ballot, a_straw_vote, ballots, the_round, vote
from tests.factories.boards import loaded
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]


def chosen(page: Page) -> list[str]:
    """What stands in the select boxes, empty ones left out."""
    return [e.get("value", "") for e in page.find_all("option") if e.get("selected") is not None and e.get("value")]


def ranking(workshop: Workshop, letters: str) -> dict[str, str]:
    items = the_round(workshop).items
    return {f"place-{n}": str(items["ABCDEF".index(letter)]) for n, letter in enumerate(letters, 1)}


def test_a_sealed_ballot_is_handed_in_with_a_plain_form(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    amina = as_("amina")
    before = amina.get(at(workshop, "ballot"))
    assert "This ballot is sealed." in before.text
    assert "0 of 7 have voted" in before.text
    after = amina.follow(send(amina, workshop, ranking(workshop, "BAD")))
    assert after.text.count("Your ballot is in") == 1, "said once"
    assert "nothing says which one is yours" in after.text
    assert "1 of 7 have voted" in after.text
    assert not after.find_all("select")
    assert [held.person_id for held in ballots(workshop)] == [None]


@pytest.mark.parametrize(
    ("letters", "words"), [("BB", "One theme stands in two places."), ("", "Nothing is chosen yet.")]
)
def test_a_faulty_ranking_keeps_every_place(world: World, as_: As, letters: str, words: str) -> None:
    workshop = a_ballot(world)
    fields = ranking(workshop, letters)
    page = send(as_("amina"), workshop, fields)
    assert page.status == 422
    assert words in page.text
    assert chosen(page) == list(fields.values())
    assert ballots(workshop) == []


def test_a_gap_is_said_at_its_place(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    items = the_round(workshop).items
    page = send(as_("amina"), workshop, {"place-1": str(items[0]), "place-3": str(items[1])})
    assert page.status == 422
    [place] = [e for e in page.find_all("select") if e.get("aria-invalid")]
    assert place.get("name") == "place-2"


def test_a_second_tab_is_told_and_shown_what_it_had_chosen(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    amina = as_("amina")
    tab = amina.get(at(workshop, "ballot")).values()
    send(amina, workshop, ranking(workshop, "A"))
    late = amina.post(at(workshop, "ballot"), tab | ranking(workshop, "BC"), once=False)
    assert late.status == 409
    assert "You have voted already." in late.text
    assert "Moles: place 1" in late.text
    assert len(ballots(workshop)) == 1


def test_the_same_tab_sent_again_is_accepted_and_counts_once(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    amina = as_("amina")
    form = amina.get(at(workshop, "ballot")).values() | ranking(workshop, "AB")
    sent = [amina.post(at(workshop, "ballot"), form, once=False).status for _ in range(3)]
    assert sent == [303, 303, 303]
    assert len(ballots(workshop)) == 1


def test_a_vote_after_the_close_is_409_with_words_and_what_was_chosen(
    world: World, as_: As, clock_at: Callable[[Any], Any]
) -> None:
    workshop = a_ballot(world)
    ben = as_("ben")
    form = ben.get(at(workshop, "ballot")).values() | ranking(workshop, "CA")
    with clock_at(FRIDAY + timedelta(hours=73)):
        late = ben.post(at(workshop, "ballot"), form, once=False)
    assert late.status == 409
    assert "This ballot is closed: your vote was not taken." in late.text
    moves.step(world.actor("marek"), loaded(workshop), "close")
    closed = ben.post(at(workshop, "ballot"), form, once=False)
    assert closed.status == 409
    assert "Equilibrium: place 1" in closed.text
    assert ballots(workshop) == []


def test_a_named_ballot_shows_what_stands_and_can_be_changed(world: World, as_: As) -> None:
    workshop = a_ballot(world, Anonymity.NAMED)
    amina = as_("amina")
    send(amina, workshop, ranking(workshop, "AB"))
    assert chosen(amina.get(at(workshop, "ballot"))) == list(ranking(workshop, "AB").values())
    assert amina.follow(send(amina, workshop, ranking(workshop, "C"))).status == 200
    assert [held.choices for held in ballots(workshop)] == [[[the_round(workshop).items[2], 1]]]


def test_a_sealed_vote_leaves_no_receipt_and_no_history(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    amina = as_("amina")
    form = amina.get(at(workshop, "ballot")).values() | ranking(workshop, "AB")
    amina.post(at(workshop, "ballot"), form)  # with a form key, as a script might send one
    assert len(ballots(workshop)) == 1
    assert db.session.scalar(select(func.count()).select_from(receipts.FormReceipt)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_who_is_not_invited_reads_neither_ballot_nor_results(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    for page in ("ballot", "results", "dots"):
        assert as_("wanda").get(at(workshop, page)).status == 403
        assert as_("chidi").get(at(workshop, page)).status == 404


def test_pages_before_any_vote_say_what_will_come(world: World, as_: As) -> None:
    workshop = a_workshop(world, "collecting", people=VOTERS)
    assert "not open yet" in as_("amina").get(at(workshop, "ballot")).text
    assert "There are no results yet" in as_("amina").get(at(workshop, "results")).text
    assert "Nobody votes yet" in as_("amina").get(at(workshop, "dots")).text
    assert as_("amina").post(at(workshop, "ballot"), {"place-1": "1"}, once=False).status == 409


def test_results_name_method_electorate_response_rule_and_dates(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    for name, letters in zip((*VOTERS, "marek"), ("ABC", "BAD", "ACB", "ACE", "BAC", "ABF", "BCA"), strict=True):
        vote(world, workshop, name, letters)
    assert "7 of 7 have voted so far" in as_("amina").get(at(workshop, "results")).text
    moves.step(world.actor("marek"), loaded(workshop), "close")
    page = as_("amina").get(at(workshop, "results"))
    rows = [e.text_content().strip() for e in page.find_all("th", scope="row")]
    assert rows[:3] == ["Curly arrows", "Moles", "Equilibrium"]
    for words in (
        "7 of 7 voted (100%)",
        "ranking of the best 5 (nominal group technique)",
        "Not shown: one side is fewer than five.",
        "7 of 7 (100%)",
        "7 invited people",
        "Everybody ranks up to 5 of 6 themes.",
        "Kendall’s W = 0.",
        "corrected for ties; 7 ballots, 6 themes",
        "20 July 2018",
    ):
        assert words in page.text


def test_nothing_is_shown_of_fewer_than_five_ballots(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    for name in VOTERS[:4]:
        vote(world, workshop, name, "FED")
    moves.step(world.actor("marek"), loaded(workshop), "close")
    page = as_("amina").get(at(workshop, "results"))
    assert "4 of 7 voted" in page.text
    assert "Too few votes to show a result" in page.text
    assert not page.find_all("table")
    assert not any(title in page.text for title in TITLES)


def test_results_go_out_as_sums_in_a_table(world: World, as_: As) -> None:
    workshop = a_ballot(world, Anonymity.NAMED)
    db.session.get_one(Theme, the_round(workshop).items[0]).title = "=1+1"
    for name in VOTERS[:5]:
        vote(world, workshop, name, "AB")
    assert as_("amina").get(at(workshop, "results.csv")).status == 404
    moves.step(world.actor("marek"), loaded(workshop), "close")
    answer = as_("amina").get(at(workshop, "results.csv"), strict=False).answer
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[1] == "'=1+1,Tricky Topics,1,25,100,5,5,100,1"
    words = dict(line.split(",", 1) for line in lines[8:])
    assert words["Method"] == "ranking of the best 5 (nominal group technique)"
    assert (words["Who could vote"], words["Ballots"], words["Response in percent"]) == ("7", "5", "71")
    assert "Everybody ranks up to 5 of 6 themes." in words["Rule fixed beforehand"]
    assert words["Closed"] == "2018-07-20 13:00"
    assert "Kendall’s W = 1.00" in words["Overall"]
    assert not any(name.title() in answer.get_data(as_text=True) for name in VOTERS)
    assert as_("wanda").get(at(workshop, "results.csv")).status == 403


def test_a_rating_off_the_scale_is_refused_and_kept(world: World, as_: As) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    items = the_round(workshop).items
    for wrong in ("10", "0", "x", "-1", "5.5", "9" * 40):
        page = send(as_("amina"), workshop, {f"theme-{items[0]}": "7", f"theme-{items[1]}": wrong})
        assert page.status == 422, wrong
        assert any(e.get("value") == "7" and e.get("checked") is not None for e in page.find_all("input"))
    assert ballots(workshop) == []


def test_dots_are_given_in_the_room_with_a_plain_form(world: World, as_: As) -> None:
    workshop = a_straw_vote(world)
    items = the_round(workshop).items
    amina = as_("amina")
    assert send(amina, workshop, {f"theme-{items[0]}": "3", f"theme-{items[1]}": "1"}, "dots").status == 303
    page = amina.get(at(workshop, "dots"))
    assert "4 of your 5 dots are given, 1 left." in page.text
    assert page.values()[f"theme-{items[0]}"] == "3"
    assert "Voted so far: 1." in as_("ben").get(at(workshop, "dots")).text


def test_too_many_dots_are_refused_and_stay_in_the_form(world: World, as_: As) -> None:
    workshop = a_straw_vote(world)
    items = the_round(workshop).items
    page = send(as_("amina"), workshop, {f"theme-{items[0]}": "4", f"theme-{items[1]}": "3"}, "dots")
    assert page.status == 422
    assert "These are 7 dots; you have 5. Take 2 back." in page.text
    assert page.values()[f"theme-{items[0]}"] == "4"
    assert db.session.scalar(select(func.count()).select_from(Dot)) == 0


def test_dots_after_the_close_are_409_with_words(world: World, as_: As) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    amina = as_("amina")
    tab = amina.get(at(workshop, "dots")).values() | {f"theme-{item}": "2"}
    moves.move_room(world.actor("marek"), loaded(workshop), "next")
    page = amina.post(at(workshop, "dots"), tab, once=False)
    assert page.status == 409
    assert "The voting is closed: this vote was not taken." in page.text
