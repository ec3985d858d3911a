"""Additional issues: acknowledged in time, routed, answered, closed, never deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.topics import services
from app.topics.models import AdditionalIssue, IssueResponse
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
ISSUE = "/networks/s215/issues/1"


def test_from_raised_to_closed(issue: AdditionalIssue, as_: As, world: World) -> None:
    marek, tomos = as_("marek"), as_("tomos")
    assert "acknowledged" in marek.follow(marek.post(f"{ISSUE}/steps/acknowledge")).text
    page = marek.follow(marek.post(f"{ISSUE}/route", {"routed_to": "module team", "owner_id": str(world.tomos.id)}))
    assert "Waits for Tomos, to answer it." in page.text
    assert "answer it" in tomos.get("/home").text
    page = tomos.follow(
        tomos.post(f"{ISSUE}/respond", {"response": "will do", "response_md": "We move the **cut-off**."})
    )
    assert "<strong>cut-off</strong>" in page.html
    page = tomos.follow(tomos.post(f"{ISSUE}/respond", {"response": "done", "response_md": "Moved."}))
    assert "done" in page.text
    page = marek.follow(marek.post(f"{ISSUE}/steps/close"))
    assert "never deleted" in page.text
    page = marek.follow(marek.post(f"{ISSUE}/steps/reopen", {"reason": "It came back in 18J."}))
    assert "Acknowledged" in page.text
    assert "It came back in 18J." in marek.get(f"{ISSUE}/history").text


def test_cannot_because_needs_its_because(issue: AdditionalIssue, as_: As, actor_for: ActorFor) -> None:
    services.move_issue(actor_for("marek"), issue, "acknowledge")
    services.route_issue(actor_for("marek"), issue, routed_to="assessment board")
    db.session.commit()
    assert as_("dilys").post(f"{ISSUE}/respond", {"response": "cannot, because", "response_md": " "}).status == 422
    assert as_("dilys").post(f"{ISSUE}/respond", {"response_md": "No."}).status == 422
    answer = as_("dilys").post(
        f"{ISSUE}/respond", {"response": "cannot, because", "response_md": "A later module needs it."}
    )
    assert answer.status == 303
    assert issue.response is IssueResponse.CANNOT


@pytest.mark.parametrize(
    ("what", "state", "may"),
    [
        ("steps/acknowledge", "raised", {"marek", "dilys"}),
        ("route", "acknowledged", {"marek", "dilys"}),
        ("respond", "routed", {"marek", "dilys", "tomos"}),
        ("steps/close", "responded", {"marek", "dilys"}),
        ("steps/reopen", "closed", {"marek", "dilys"}),
    ],
)
def test_who_may_take_which_step(what: str, state: str, may: set[str], issue: AdditionalIssue, as_: As) -> None:
    issue.state, issue.routed_to = state, "module team"
    db.session.commit()
    for who in ("ben", "tomos", "dilys", "marek", "saoirse", "spencer"):
        assert as_(who).get(f"{ISSUE}/{what}").status == (200 if who in may else 403), who
        if who not in may:
            assert as_(who).post(f"{ISSUE}/{what}").status == 403
    assert as_("chidi").post(f"{ISSUE}/{what}").status == 404


def test_the_owner_answers_whatever_their_role(
    issue: AdditionalIssue, as_: As, actor_for: ActorFor, world: World
) -> None:
    services.move_issue(actor_for("marek"), issue, "acknowledge")
    services.route_issue(actor_for("marek"), issue, routed_to="staff tutor", owner_id=world.saoirse.id)
    db.session.commit()
    answer = as_("saoirse").post(f"{ISSUE}/respond", {"response": "doing", "response_md": "Recordings are explained."})
    assert answer.status == 303


def test_an_owner_is_a_member(issue: AdditionalIssue, as_: As, actor_for: ActorFor, world: World) -> None:
    services.move_issue(actor_for("marek"), issue, "acknowledge")
    db.session.commit()
    answer = as_("marek").post(f"{ISSUE}/route", {"routed_to": "SST", "owner_id": str(world.chidi.id)})
    assert answer.status == 422
    assert as_("marek").post(f"{ISSUE}/route", {"routed_to": "the moon", "owner_id": "0"}).status == 422


def test_what_is_late_says_so(issue: AdditionalIssue, as_: As, clock_at: Callable) -> None:
    with clock_at(clock.now() + timedelta(days=15)):
        assert "overdue" in as_("ben").get(ISSUE).text
        assert "overdue" in as_("ben").get("/networks/s215/issues").text
        assert "acknowledge it 3 August 2018, overdue" in as_("marek").get("/home").text


def test_the_list_filters_by_state_and_category(issue: AdditionalIssue, as_: As) -> None:
    ben = as_("ben")
    assert "Pace and volume" in ben.get("/networks/s215/issues?state=raised&category=pace").text
    assert "None like this" in ben.get("/networks/s215/issues?category=digital").text
    assert "None like this" in ben.get("/networks/s215/issues?state=closed").text


def test_no_step_deletes_an_issue(issue: AdditionalIssue, as_: As) -> None:
    for verb in ("delete", "decline", "remove"):
        assert as_("marek").post(f"{ISSUE}/steps/{verb}", {"reason": "Away."}).status == 404
