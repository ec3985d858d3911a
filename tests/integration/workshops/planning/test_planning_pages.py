"""The pages of planning and inviting: what each person may do, sees next, and is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.workshops.models import Answer, Part, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite
from app.workshops.planning.services.plans import change
from tests.factories.boards import go_on
from tests.factories.scenes import concluded
from tests.factories.workshops import a_plan, a_workshop
from tests.people import World

LIST = "/networks/s215/workshops"
ONE = f"{LIST}/1"


def form(**more: str) -> dict[str, str]:
    return {
        "title": "What is tricky in Block 2?",
        "purpose": "Agree on three Tricky Topics.",
        "template": "tricky-topics",
        "anonymity": "unattributed",
        "starts_on": "2018-07-27",
        "starts_time": "19:30",
    } | more


def test_a_plan_is_made_and_stands_on_its_page(world: World, as_: Any) -> None:
    tomos = as_("tomos")
    assert "Plan it" in tomos.get(f"{LIST}/new").text
    page = tomos.follow(tomos.post(f"{LIST}/new", form(call_url="https://teams.example.org/1")))
    assert "What is tricky in Block 2?" in page.text
    assert "27 July 2018, 19:30" in page.text
    assert "No name is stored with a card" in page.text
    made = db.session.query(Workshop).one()
    assert made.starts_at == datetime(2018, 7, 27, 18, 30, tzinfo=UTC)
    assert made.minutes == 60


def test_nobody_is_named_unless_the_planner_says_so(as_: Any) -> None:
    ticked = [
        e.get("value")
        for e in as_("tomos").get(f"{LIST}/new").find_all("input", name="anonymity")
        if e.get("checked") is not None
    ]
    assert ticked == ["unattributed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Please fill this in"),
        ({"starts_time": ""}, "Give both the day and the time"),
        ({"starts_on": "2018-07-19"}, "in the past"),
        ({"starts_on": "9999-12-31"}, "Is the year right?"),
        ({"minutes": "100000"}, "8 hours"),
        ({"template": "x"}, "Not a valid choice"),
        ({"anonymity": "x"}, "Not a valid choice"),
        ({"call_url": "javascript:alert(1)"}, "https://"),
        ({"ballot_hours": "-1"}, "two weeks"),
        ({"purpose": "x" * 1_001}, "1,000"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(as_: Any, wrong: dict[str, str], words: str) -> None:
    page = as_("tomos").post(f"{LIST}/new", form(**wrong))
    assert page.status == 422
    assert words in page.text
    assert "Agree on three" in page.html or "x" * 1_001 in page.html
    assert db.session.query(Workshop).count() == 0


def test_a_plan_sent_twice_is_one_workshop(as_: Any) -> None:
    tomos = as_("tomos")
    for _ in range(2):
        assert tomos.post(f"{LIST}/new", form(form_key="the-same-form")).status == 303
    assert db.session.query(Workshop).count() == 1


def test_others_do_not_plan_and_strangers_find_nothing(world: World, as_: Any) -> None:
    a_workshop(world, "scheduled")
    addresses = ["", "/1", "/new", "/1/change", "/1/invite", "/1.ics"]
    for name in ("chidi", "maud", "ada"):
        assert {as_(name).get(LIST + each).status for each in addresses} == {404}
        assert as_(name).post(f"{LIST}/1/answer", {"answer": "yes"}).status == 404
        assert as_(name).post(f"{LIST}/1/invite/1/remove").status == 404
    for name in ("amina", "ravi"):
        assert [as_(name).get(LIST + each).status for each in addresses] == [200, 200, 403, 403, 403, 200]
        assert as_(name).post(f"{LIST}/new", form()).status == 403
    assert db.session.query(Workshop).count() == 1


def test_a_workshop_of_another_network_is_not_found_here(world: World, as_: Any) -> None:
    a_workshop(world, "scheduled")
    assert as_("maud").get("/networks/mst124/workshops/1").status == 404
    assert as_("amina").get(f"{LIST}/2").status == 404


def test_the_second_of_two_editors_is_shown_both_and_can_save(world: World, as_: Any) -> None:
    one = a_workshop(world)
    dilys = as_("dilys")
    seen = dilys.get(f"{ONE}/change").values()["version"]
    change(world.actor("marek"), one, a_plan(title="Marek was quicker"))
    page = dilys.post(f"{ONE}/change", form(title="Dilys’ title", version=seen))
    assert page.status == 409
    assert "Marek was quicker" in page.text
    assert "Dilys’ title" in page.html
    again = dilys.post(f"{ONE}/change", form(title="Dilys’ title", version=page.values()["version"]))
    assert dilys.follow(again).text.count("Dilys’ title") >= 1


def test_a_change_shows_what_stands_and_saves_it_unchanged(world: World, as_: Any) -> None:
    one = a_workshop(world, "scheduled", call_url="https://teams.example.org/1", critical_reason="The new TMA")
    marek = as_("marek")
    page = marek.get(f"{ONE}/change")
    values = page.values()
    ticked = {
        e.get("name"): e.get("value") for e in page.find_all("input", type="radio") if e.get("checked") is not None
    }
    assert marek.post(f"{ONE}/change", values | ticked, once=False).status == 303
    db.session.refresh(one)
    assert (one.ics_sequence, one.call_url, one.critical_reason) == (0, "https://teams.example.org/1", "The new TMA")


def test_people_are_put_on_the_list_and_taken_off(world: World, as_: Any) -> None:
    a_workshop(world, people=())
    marek = as_("marek")
    assert "Amina" in marek.get(f"{ONE}/invite").text
    page = marek.follow(marek.post(f"{ONE}/invite", {"people": [world.amina.id, world.ben.id], "part": "observer"}))
    assert page.text.count("observer not answered") == 2
    assert marek.post(f"{ONE}/invite/{world.ben.id}/remove").status == 303
    assert {each.person_id for each in db.session.query(WorkshopMember)} == {world.marek.id, world.amina.id}
    assert marek.post(f"{ONE}/invite/{world.marek.id}/remove").status == 403
    assert marek.post(f"{ONE}/invite/{world.ben.id}/remove").status == 404


def test_a_whole_role_is_invited_at_once(world: World, as_: Any) -> None:
    a_workshop(world, people=())
    assert as_("marek").post(f"{ONE}/invite", {"roles": ["al", "chair"], "part": "participant"}).status == 303
    invited = {each.person_id for each in db.session.query(WorkshopMember)}
    assert invited == {getattr(world, name).id for name in ("marek", "amina", "ben", "dilys")}
    assert as_("marek").post(f"{ONE}/invite", {"roles": ["al"], "part": "participant"}).status == 422


def test_the_part_of_an_invited_person_is_changed_and_the_facilitators_stays(world: World, as_: Any) -> None:
    a_workshop(world, "live")
    marek = as_("marek")
    assert marek.post(f"{ONE}/invite/{world.amina.id}/part", {"part": "co-facilitator"}).status == 303
    assert marek.post(f"{ONE}/invite/{world.marek.id}/part", {"part": "observer"}).status == 303
    assert marek.post(f"{ONE}/invite/{world.ben.id}/part", {"part": "facilitator"}).status == 303
    assert as_("ben").post(f"{ONE}/invite/{world.ben.id}/part", {"part": "co-facilitator"}).status == 403
    parts = {each.person_id: each.part for each in db.session.query(WorkshopMember)}
    wanted = {"marek": Part.FACILITATOR, "amina": Part.CO_FACILITATOR, "ben": Part.PARTICIPANT}
    assert parts == {getattr(world, name).id: part for name, part in wanted.items()}


def test_only_members_are_invited_and_nobody_as_facilitator(world: World, as_: Any) -> None:
    a_workshop(world, people=())
    marek = as_("marek")
    assert marek.post(f"{ONE}/invite", {"people": [world.chidi.id], "part": "participant"}).status == 422
    assert marek.post(f"{ONE}/invite", {"people": [world.amina.id], "part": "facilitator"}).status == 422
    nobody = marek.post(f"{ONE}/invite", {"part": "participant"})
    assert nobody.status == 422
    assert "Choose among the members" in nobody.text


def test_an_invitation_is_answered_and_the_numbers_tell(world: World, as_: Any) -> None:
    a_workshop(world, "scheduled")
    amina = as_("amina")
    assert "Can you come?" in amina.get(ONE).text
    page = amina.follow(amina.post(f"{ONE}/answer", amina.get(ONE).values() | {"answer": "no"}))
    assert "You cannot come" in page.text
    assert "Invited3 Will be there1 Perhaps0 Cannot come1 Not answered1" in page.text
    assert "Amina" not in as_("ben").get(ONE).text
    assert amina.post(f"{ONE}/answer", {"answer": "x"}).status == 422
    assert as_("tomos").post(f"{ONE}/answer", {"answer": "yes"}).status == 403


@pytest.mark.parametrize("state", ["draft", "catch_up", "closed", "cancelled"])
def test_there_is_nothing_to_answer_before_or_after(world: World, as_: Any, state: str) -> None:
    a_workshop(world, state)
    assert as_("amina").post(f"{ONE}/answer", {"answer": "yes"}).status == 403


@pytest.mark.parametrize(
    ("state", "name", "words"),
    [
        ("draft", "marek", "Send the invitations"),
        ("draft", "amina", "It is being planned"),
        ("scheduled", "marek", "Open for contributions"),
        ("scheduled", "amina", "Send the answer"),
        ("scheduled", "ravi", "You are not invited"),
        ("collecting", "marek", "Write your cards"),
        ("live", "amina", "Enter the room"),
        ("live", "tomos", "You are not invited"),
        ("catch_up", "amina", "Read the board and add to it"),
        ("final_ballot", "amina", "The final ballot is open"),
        ("closed", "marek", "Record the outcomes"),
        ("closed", "dilys", "everybody here reads the write-up"),
        ("live", "dilys", "Invite yourself or others"),
        ("closed", "amina", "See the results"),
        ("published", "ravi", "Read the write-up"),
        ("cancelled", "amina", "Nothing more happens here"),
    ],
)
def test_each_page_has_one_thing_to_do_next(world: World, as_: Any, state: str, name: str, words: str) -> None:
    a_workshop(world, state)
    page = as_(name).get(ONE)
    assert words in page.text
    next_step = page.find_all("section", **{"aria-labelledby": "next"})[0]
    assert len([e for e in next_step.iter() if "button--primary" in (e.get("class") or "")]) <= 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("marek", "Read the write-up through, then publish it."),
        ("dilys", "Read the write-up through, then publish it."),
        ("tomos", "The chair or the moderator publishes the write-up."),
    ],
)
def test_after_the_last_outcome_nobody_is_asked_for_outcomes(world: World, as_: Any, name: str, words: str) -> None:
    one = concluded(world)
    invite(world.actor("marek"), go_on(one, "draft"), [world.tomos.id], Part.CO_FACILITATOR)
    go_on(one, "closed")
    db.session.commit()
    page = as_(name).get(ONE)
    assert words in page.text
    assert "Record the outcomes" not in page.text


def test_publishing_is_offered_where_the_write_up_begins_and_where_it_ends(world: World, as_: Any) -> None:
    concluded(world)
    db.session.commit()
    ways = [each for each in as_("marek").get(f"{ONE}/write-up").find_all("a") if each.get("href") == f"{ONE}/publish"]
    assert len(ways) == 2
    assert f"{ONE}/publish" not in as_("amina").get(f"{ONE}/write-up").html


def test_whoever_invites_comes_back_to_the_list(world: World, as_: Any) -> None:
    a_workshop(world)
    marek = as_("marek")
    for path, form in (
        ("invite", {"people": str(world.dilys.id), "part": "participant"}),
        (f"invite/{world.dilys.id}/part", {"part": "observer"}),
        (f"invite/{world.dilys.id}/remove", {}),
    ):
        assert marek.post(f"{ONE}/{path}", form).location == f"{ONE}/invite#list"
    assert marek.get(f"{ONE}/invite").root.get_element_by_id("list").tag == "h2"


def test_a_draft_without_a_day_or_people_says_so_first(world: World, as_: Any) -> None:
    a_workshop(world, people=(), starts_at=None)
    assert "Say when it is" in as_("marek").get(ONE).text
    change(world.actor("marek"), db.session.query(Workshop).one(), a_plan())
    assert "Choose whom to invite" in as_("marek").get(ONE).text


def test_near_its_time_the_meeting_is_started_from_the_page(world: World, as_: Any) -> None:
    a_workshop(world, "collecting", starts_at=clock.now() + timedelta(minutes=20))
    section = as_("marek").get(ONE).find_all("section", **{"aria-labelledby": "next"})[0]
    assert "Start the meeting" in section.findtext(".//button", "")


def test_the_list_shows_drafts_to_those_who_plan(world: World, as_: Any) -> None:
    a_workshop(world, title="Still a draft")
    a_workshop(world, "scheduled", title="To come")
    a_workshop(world, "published", title="Long over")
    assert "Still a draft" in as_("tomos").get(LIST).text
    page = as_("amina").get(LIST)
    assert "Still a draft" not in page.text
    assert page.text.index("To come") < page.text.index("Long over")
    assert "Your answer is missing" in page.text
    assert "Plan a workshop" not in page.text


def test_an_empty_list_says_what_to_do(as_: Any) -> None:
    assert "The module team, the chair or the moderator plans one" in as_("amina").get(LIST).text
    assert "Plan one when the forum has warmed up" in as_("dilys").get(LIST).text


def test_a_co_facilitator_runs_it_and_an_observer_does_not(world: World, as_: Any) -> None:
    one = a_workshop(world, "scheduled")
    parts = {world.amina.id: Part.CO_FACILITATOR, world.ben.id: Part.OBSERVER}
    for member in db.session.query(WorkshopMember).filter(WorkshopMember.person_id.in_(parts)):
        member.part = parts[member.person_id]
        member.answer = Answer.YES
    db.session.commit()
    assert "Open for contributions" in as_("amina").get(ONE).text
    assert as_("amina").get(f"{ONE}/change").status == 200
    assert "Open for contributions" not in as_("ben").get(ONE).text
    one.state = "collecting"
    db.session.commit()
    assert "Write your cards" not in as_("ben").get(ONE).text
