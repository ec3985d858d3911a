"""Critical dates: a person says so, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.networks import queries, services
from app.networks.models import CriticalDate
from tests.client import StrictClient
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/critical-dates"
TYPED = {"title": "The vote closes", "day": "2018-07-25", "time": "19:30", "reason": "Commitments follow from it."}


@pytest.mark.parametrize("who", ["dilys", "marek"])
def test_chair_and_moderator_set_one_by_the_clock_of_the_uk(as_: AS, world: World, who: str) -> None:
    client = as_(who)
    page = client.follow(client.post(URL, TYPED))
    assert "25 July 2018, 19:30" in page.text
    assert "Commitments follow from it." in as_("amina").get("/networks/s215").text
    date = db.session.query(CriticalDate).one()
    assert date.at == datetime(2018, 7, 25, 18, 30, tzinfo=UTC)


def test_without_a_time_the_day_ends_it(as_: AS) -> None:
    as_("dilys").post(URL, TYPED | {"time": ""})
    assert db.session.query(CriticalDate).one().at == datetime(2018, 7, 25, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": ""}, "Please fill this in."),
        ({"day": "2018-07-19"}, "This is in the past."),
        ({"day": "yesterday"}, "Not a valid date value."),
        ({"title": "x" * 121}, "At most 120 characters."),
    ],
)
def test_bad_input_changes_nothing_and_is_kept(as_: AS, change: dict[str, str], words: str) -> None:
    page = as_("dilys").post(URL, TYPED | change)
    assert page.status == 422
    assert words in page.text
    assert page.values()["title"] == (TYPED | change)["title"]
    assert db.session.query(CriticalDate).count() == 0


def test_members_read_strangers_do_not(as_: AS) -> None:
    assert as_("amina").get(URL).status == 200
    assert as_("amina").post(URL, TYPED).status == 403
    assert as_("chidi").get(URL).status == 404
    assert as_("chidi").post(URL, TYPED).status == 404
    assert db.session.query(CriticalDate).count() == 0


def test_a_date_is_withdrawn_by_those_who_set_it_and_only_in_its_network(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    date = services.set_critical_date(
        actor_for("dilys"), world.s215, at=FRIDAY + timedelta(days=1), title="Meeting", reason="r"
    )
    db.session.commit()
    assert as_("amina").post(f"{URL}/{date.id}/withdraw").status == 403
    assert as_("maud").post(f"/networks/mst124/critical-dates/{date.id}/withdraw").status == 404
    assert as_("dilys").get(f"{URL}/{date.id}/withdraw", strict=False).status == 405
    assert as_("dilys").post(f"{URL}/{date.id}/withdraw").status == 303
    assert db.session.query(CriticalDate).count() == 0


def test_only_what_lies_ahead_is_shown_soonest_first(world: World, actor_for: Callable[[str], Actor]) -> None:
    for days in (9, 2, -1):
        db.session.add(
            CriticalDate(
                network_id=world.s215.id,
                at=FRIDAY + timedelta(days=days),
                title=str(days),
                reason="r",
                set_by_id=world.dilys.id,
            )
        )
    db.session.flush()
    assert [date.title for date in queries.critical_dates(world.s215.id, actor_for("amina"))] == ["2", "9"]
