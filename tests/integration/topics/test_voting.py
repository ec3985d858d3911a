"""Casting a vote and taking it back: once each, by those who may, and never known to others."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.topics import queries, services
from app.topics.models import AdditionalIssue, TrickyTopic, Vote
from tests.client import Page, StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
HTMX = {"HX-Request": "true"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def cast(client: StrictClient, address: str, wish: str = "cast", **more: Any) -> Page:
    return client.post(f"/networks/s215/{address}/vote", {"wish": wish}, once=False, **more)


def test_a_vote_is_cast_and_taken_back(ready: TrickyTopic, as_: As) -> None:
    amina = as_("amina")
    page = amina.follow(cast(amina, "topics/1"))
    assert "1 of 4 who can vote" in page.text
    assert "Your vote" in page.text
    page = amina.follow(cast(amina, "topics/1", "withdraw"))
    assert "0 of 4 who can vote" in page.text


def test_sending_it_again_counts_once(ready: TrickyTopic, issue: AdditionalIssue, as_: As) -> None:
    for address, subject in (("topics/1", ready), ("issues/1", issue)):
        for _ in range(3):
            cast(as_("ben"), address)
        assert (subject.vote_count, rows_of(subject)) == (1, 1)
        for _ in range(3):
            cast(as_("ben"), address, "withdraw")
        assert (subject.vote_count, rows_of(subject)) == (0, 0)


def test_htmx_gets_the_fragment_alone(ready: TrickyTopic, as_: As) -> None:
    answer = cast(as_("ben"), "topics/1", headers=HTMX)
    assert answer.status == 200
    assert "<html" not in answer.html
    assert f'id="vote-topic-{ready.id}"' in answer.html
    assert "1 of 4 who can vote" in answer.text


def test_a_vote_from_the_list_leads_back_to_the_list(ready: TrickyTopic, as_: As) -> None:
    answer = as_("ben").post("/networks/s215/topics/1/vote", {"wish": "cast", "back": "topics"})
    assert answer.location.endswith("/networks/s215/topics")


def test_the_lists_show_each_reader_their_own_vote_and_token(
    ready: TrickyTopic, issue: AdditionalIssue, as_: As
) -> None:
    """Entries are kept between requests: what differs by reader must not be."""
    for address in ("topics", "issues"):
        for who in ("amina", "ben"):
            as_(who).get(f"/networks/s215/{address}")
        cast(as_("ben"), f"{address}/1")
        seen = {who: as_(who).get(f"/networks/s215/{address}") for who in ("amina", "ben", "marek")}
        assert all("1 of 4 who can vote" in page.text for page in seen.values())
        assert ["Your vote" in page.text for page in seen.values()] == [False, True, False]
        tokens = {who: TOKEN.findall(page.html) for who, page in seen.items()}
        assert tokens["amina"]
        assert tokens["ben"]
        assert not set(tokens["amina"]) & set(tokens["ben"])
        assert not any("<token>" in page.html for page in seen.values())
        assert len(set(tokens["ben"])) == 1


@pytest.mark.parametrize("who", ["marek", "saoirse", "wanda", "ravi", "spencer"])
def test_roles_without_a_vote_are_told_who_votes(who: str, ready: TrickyTopic, as_: As) -> None:
    answer = cast(as_(who), "topics/1")
    assert answer.status == 403
    assert "ALs and the module team vote" in answer.text
    assert "1 of 4" not in as_(who).get("/networks/s215/topics/1").text


def test_a_stranger_finds_nothing_to_vote_on(
    ready: TrickyTopic, issue: AdditionalIssue, as_: As, actor_for: ActorFor
) -> None:
    assert cast(as_("chidi"), "topics/1").status == 404
    assert cast(as_("chidi"), "issues/1").status == 404
    with pytest.raises(NotFound):
        services.cast_vote(actor_for("chidi"), ready)


def test_a_state_that_takes_no_votes_says_so(ready: TrickyTopic, as_: As, actor_for: ActorFor) -> None:
    services.move_topic(actor_for("dilys"), ready, "park", "Not this year.")
    db.session.commit()
    answer = cast(as_("ben"), "topics/1")
    assert answer.status == 403
    assert "“not this cycle”, so it takes no votes now" in answer.text
    with pytest.raises(Refused):
        services.withdraw_vote(actor_for("ben"), ready)


def test_bad_requests_change_nothing(ready: TrickyTopic, as_: As) -> None:
    assert cast(as_("ben"), "topics/1", "shout").status == 422
    assert as_("ben").post("/networks/s215/topics/1/vote", {"wish": "cast"}, csrf=False).status == 400
    assert as_("ben").get("/networks/s215/topics/1/vote", strict=False).status == 405
    assert ready.vote_count == 0


def test_votes_of_a_member_who_left_still_count(ready: TrickyTopic, actor_for: ActorFor, world: World) -> None:
    services.cast_vote(actor_for("ben"), ready)
    ballot = queries.VoteCount(count=3, electorate=2)
    assert ballot.in_words == "3 people voted; 2 can vote today"
    assert queries.electorate(world.s215.id, seen_by=actor_for("chidi")) == 0


def test_voting_leaves_nothing_but_the_vote_and_the_count(
    ready: TrickyTopic, issue: AdditionalIssue, as_: As, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The canary: whatever table, log or event would say who voted, this sees it."""
    caplog.set_level(logging.DEBUG)
    ben = as_("ben")
    before = contents()
    cast(ben, "topics/1")
    cast(ben, "issues/1")
    after = contents()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"vote", "tricky_topic", "additional_issue"}
    for name in ("tricky_topic", "additional_issue"):
        ((old, new),) = [pair for pair in zip(before[name], after[name], strict=True) if pair[0] != pair[1]]
        assert {key for key in new if new[key] != old[key]} == {"vote_count"}
    spoken = " ".join(record.getMessage() for record in caplog.records)
    assert "ben@" not in spoken
    assert f"person_id={world.ben.id}" not in spoken


def test_nobody_sees_from_a_page_which_of_two_people_voted(ready: TrickyTopic, as_: As) -> None:
    """The same pages, once Amina voted and once Ben did: to all others they are alike, letter by letter."""
    seen = []
    for voter in ("amina", "ben"):
        cast(as_(voter), "topics/1")
        seen.append([as_(who).get(f"/networks/s215/{at}").text for who in ("dilys", "marek", "ravi") for at in PAGES])
        cast(as_(voter), "topics/1", "withdraw")
    assert seen[0] == seen[1]


PAGES = ("topics", "topics/1", "issues")


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    tables = db.metadata.sorted_tables
    return {
        table.name: [dict(row) for row in db.session.execute(select(table).order_by(*table.primary_key)).mappings()]
        for table in tables
    }


def rows_of(subject: TrickyTopic | AdditionalIssue) -> int:
    column = Vote.topic_id if isinstance(subject, TrickyTopic) else Vote.issue_id
    return db.session.scalar(select(func.count(Vote.id)).where(column == subject.id)) or 0
