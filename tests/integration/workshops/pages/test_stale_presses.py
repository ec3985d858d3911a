"""What was pressed on a page that the workshop has left behind: it does nothing, and the page says what stands now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Conflict
from app.workshops.board.services import reports
from app.workshops.board.services.grouping import name_theme
from app.workshops.models import (
    Answer,
    CardReport,
    Hand,
    Outcome,
    OutcomeKind,
    Workshop,
    WorkshopMember,
)
from app.workshops.outcomes import services as concluding
from app.workshops.participants.services import invitations
from app.workshops.planning.services import plans
from app.workshops.room.services import attendance, hands, moves
from tests.client import Page, StrictClient
from tests.factories.boards import a_card, a_room, go_on, loaded
from tests.factories.scenes import concluded, ended, ids, lobby
from tests.factories.workshops import a_plan, a_workshop, next_week
from tests.people import World

As = Callable[[str | None], StrictClient]
HERE = "/networks/s215/workshops/1"
ROOM = f"{HERE}/room"


def carried(page: Page) -> dict[str, str]:
    return {"version": page.values()["version"]}


@pytest.mark.parametrize("name", ["next", "jump", "extend", "pause", "card-by-card", "all-cards"])
def test_whoever_does_not_facilitate_any_more_is_told_who_does(world: World, as_: As, name: str) -> None:
    one = lobby(world)
    db.session.commit()
    marek = as_("marek")
    page = marek.get(ROOM)
    attendance.take_over(world.actor("tomos"), loaded(one))
    db.session.commit()
    late = marek.post(f"{ROOM}/{name}", carried(page) | {"ix": "4"})
    assert late.status == 409
    assert "Your step was not taken" in late.text
    assert "Tomos facilitates" in late.text
    assert loaded(one).phase_ix == 0


def one_phase_behind(world: World, client: StrictClient) -> tuple[Workshop, StrictClient, Page]:
    """A room that went on after this person's page was loaded."""
    one = lobby(world)
    db.session.commit()
    page = client.get(ROOM)
    moves.move_room(world.actor("marek"), loaded(one), "next")
    db.session.commit()
    return one, client, page


def test_nobody_takes_over_from_a_page_on_which_the_room_was_elsewhere(world: World, as_: As) -> None:
    one, tomos, page = one_phase_behind(world, as_("tomos"))
    late = tomos.post(f"{ROOM}/take-over", carried(page))
    assert late.status == 409
    assert "It is at “Write in silence” now" in late.text
    assert loaded(one).facilitator_id == world.marek.id


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_meeting_is_not_ended_from_a_page_of_an_earlier_phase(world: World, as_: As, confirmed: bool) -> None:
    """Nor is anybody asked whether to: the question would be about what they have not seen."""
    one, marek, page = one_phase_behind(world, as_("marek"))
    late = marek.post(f"{HERE}/steps/close", carried(page), confirmed=confirmed)
    assert late.status == 409
    assert "Your step was not taken" in late.text
    assert "It is “live” now, at “Write in silence”; Marek facilitates." in late.text
    assert loaded(one).state == "live"


def test_the_question_that_was_shown_is_answered_about_what_was_asked(world: World, as_: As) -> None:
    one = lobby(world)
    db.session.commit()
    marek = as_("marek")
    question = marek.post(f"{HERE}/steps/close", carried(marek.get(ROOM)), confirmed=False)
    assert question.status == 200
    attendance.take_over(world.actor("tomos"), loaded(one))
    db.session.commit()
    assert marek.post(f"{HERE}/steps/close", question.values()).status == 409
    assert loaded(one).state == "live"


def test_whoever_could_come_on_another_day_has_not_answered_for_this_one(world: World, as_: As) -> None:
    a_workshop(world, "scheduled")
    link = f"/workshops/answer/{ids(world, the_workshop())['link']}"
    pages = [(as_("amina"), HERE, f"{HERE}/answer"), (as_(None), link, link)]
    held = [client.get(page).values() | {"answer": "yes"} for client, page, _ in pages]
    new = next_week() + timedelta(days=1)
    plans.change(world.actor("marek"), the_workshop(), a_plan(starts_at=new))
    db.session.commit()
    for (client, _, to), form in zip(pages, held, strict=True):
        late = client.post(to, form, once=False)
        assert late.status == 409
        assert "The meeting has another time than the one you answered for." in late.text
        assert "It is on 28 July 2018 at 13:00 now." in late.text
        assert said_by(world.amina.id) is None
    assert client.post(to, late.values() | {"answer": "yes"}, once=False).status == 303, (
        "sending it again is a decision"
    )
    assert said_by(world.amina.id) is Answer.YES


def test_another_title_asks_nobody_again(world: World, as_: As) -> None:
    a_workshop(world, "scheduled")
    amina = as_("amina")
    held = amina.get(HERE).values() | {"answer": "no"}
    plans.change(world.actor("marek"), the_workshop(), a_plan(title="Block 3", starts_at=the_workshop().starts_at))
    db.session.commit()
    assert amina.post(f"{HERE}/answer", held, once=False).status == 303


def test_whoever_was_taken_off_the_list_is_not_invited_by_a_change_of_their_part(
    world: World, as_: As, run_outbox: Any, mailbox: list[Any]
) -> None:
    one = a_workshop(world, "scheduled")
    invitations.uninvite(world.actor("marek"), one, world.ben.id)
    db.session.commit()
    run_outbox()
    mailbox.clear()
    late = as_("marek").post(f"{HERE}/invite/{world.ben.id}/part", {"part": "observer"})
    assert late.status == 409
    assert "They were taken off the list meanwhile." in late.text
    assert "On the list" in late.text
    assert db.session.query(WorkshopMember).filter_by(person_id=world.ben.id).count() == 0
    run_outbox()
    assert mailbox == []


def test_a_report_that_nobody_has_read_yet_is_not_settled(world: World) -> None:
    one, marek = go_on(a_room(world), "collect"), world.actor("marek")
    card = a_card(world, one)
    one = go_on(one, "reveal")
    reports.report(world.actor("ben"), one, card, "It names a colleague.")
    read = [each.id for each in db.session.query(CardReport)]
    reports.report(world.actor("amina"), one, card, "It names a student.")
    with pytest.raises(Conflict):
        reports.leave_standing(marek, one, card, seen=read)
    assert db.session.query(CardReport).count() == 2


def test_hands_that_went_up_since_stay_up(world: World, as_: As) -> None:
    one = lobby(world)
    for name in ("amina", "ben"):
        hands.raise_hand(world.actor(name), one)
    db.session.commit()
    marek = as_("marek")
    (people,) = {each.get("value") for each in marek.get(ROOM).find_all("input", name="people")}
    hands.raise_hand(world.actor("tomos"), loaded(one))
    db.session.commit()
    assert marek.post(f"{ROOM}/clear-hands", {"people": people}).status == 303
    assert [each.person_id for each in db.session.query(Hand)] == [world.tomos.id]
    assert marek.post(f"{ROOM}/clear-hands").status == 400


def test_a_reason_that_somebody_gave_meanwhile_is_shown_and_stays(world: World, as_: As) -> None:
    one = ended(world)
    db.session.commit()
    page = f"{HERE}/outcomes/{ids(world, one)['theme']}"
    dilys = as_("dilys")
    held = dilys.get(page).values() | {"kind": "no action", "reason": "Nobody asked for it.", "owner_id": "0"}
    held |= {"category": "other", "intervention_kind": "other"}
    held.pop("nobody_yet")
    why = concluding.OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason="The module team changed this in May.")
    concluding.record_outcome(world.actor("marek"), world.s215, one, ids(world, one)["theme"], why)
    db.session.commit()
    late = dilys.post(page, held, once=False)
    assert late.status == 409
    assert "The module team changed this in May." in late.text
    assert late.values()["reason"] == "Nobody asked for it."
    assert db.session.query(Outcome).one().reason == "The module team changed this in May."


def test_a_page_without_its_version_is_shown_once_more_with_what_was_typed(world: World, as_: As) -> None:
    concluded(world)
    db.session.commit()
    late = as_("marek").post(f"{HERE}/write-up/who", {"body": "We were seven."})
    assert late.status == 400
    assert "does not say which page it was sent from" in late.text
    assert late.values()["body"] == "We were seven."


def the_workshop() -> Workshop:
    return loaded(db.session.query(Workshop).one())


def said_by(person_id: int) -> Answer | None:
    return db.session.query(WorkshopMember).filter_by(person_id=person_id).one().answer


def test_a_step_that_was_refused_leads_back_and_shows_no_field_that_nobody_typed(world: World, as_: As) -> None:
    one = go_on(a_room(world), "group")
    name_theme(world.actor("marek"), one, "Moles")
    db.session.commit()
    late = as_("amina").post(
        f"{HERE}/themes/undo", {"step": "99"}, headers={"Referer": f"http://localhost{HERE}/board"}
    )
    assert late.status == 409
    assert f"{HERE}/board" in [each.get("href") for each in late.find_all("a")]
    assert "What you typed" not in late.text
    elsewhere = as_("amina").post(f"{HERE}/themes/undo", {"step": "99"}, headers={"Referer": "https://example.com/x"})
    assert "Back to the page" not in elsewhere.text
