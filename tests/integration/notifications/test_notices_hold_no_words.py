"""What people wrote stands where they wrote it, and in no copy: not in inboxes, letters, digests or the rows of notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from app.core.db import db
from app.core.events import announce
from app.core.mail import Letter
from app.networks import queries as networks
from app.networks.models import Role
from app.networks.services import invite, leave
from app.notifications import reading
from app.notifications.notify import Notification
from app.workshops.events import WriteUpPublished
from app.workshops.models import Workshop
from app.workshops.room.services import moves
from tests.architecture.source import ROOT
from tests.factories.boards import loaded
from tests.factories.news import (
    ARROWS,
    CASES,
    NAME,
    Case,
    Run,
    eight_days_later,
    kept_rows,
    no_mail_server,
    removed,
    said,
)
from tests.factories.notices import words_for
from tests.factories.workshops import a_workshop
from tests.people import World

each_kind = pytest.mark.parametrize("case", CASES, ids=[case.kind for case in CASES])

#: Kinds whose words are ours alone.
WITHOUT_WORDS = {"membership", "joining"}
#: It stands in the inbox and in no letter; tests/integration/forums/test_moderation_pages.py has its case.
WITHOUT_LETTERS = {"moderation"}


def test_every_kind_that_is_told_can_be_read(world: World) -> None:
    files = (ROOT / "app/notifications").rglob("*.py")
    told = {kind for file in files for kind in re.findall(r'kind="([a-z-]+)"', file.read_text(encoding="utf-8"))}
    assert {"discussion", "workshop", "mail"} <= told
    assert told <= reading.kinds()


def test_every_kind_has_its_case(world: World) -> None:
    assert {case.kind for case in CASES} | WITHOUT_WORDS | WITHOUT_LETTERS == reading.kinds()


def clean(case: Case) -> None:
    db.session.flush()
    for model, columns in case.words.items():
        db.session.execute(update(model).values(dict.fromkeys(columns, "Cleaned")))
    db.session.expire_all()


@each_kind
def test_cleaned_words_stand_nowhere(
    case: Case, world: World, as_: Any, mailbox: list[Letter], run_outbox: Run
) -> None:
    case.happen(world)
    reader = as_(case.reader)
    assert NAME in reader.get("/inbox").text
    assert NAME not in kept_rows()
    clean(case)
    assert NAME not in reader.get("/inbox").text
    eight_days_later(run_outbox)
    assert NAME not in "".join(map(said, mailbox))
    assert [each for each in mailbox if "Cleaned" in said(each) and each.to == f"{case.reader}@example.org"]
    assert NAME not in kept_rows()


@each_kind
def test_whoever_is_removed_reads_and_gets_nothing_of_it(
    case: Case, world: World, as_: Any, mailbox: list[Letter], run_outbox: Run
) -> None:
    case.happen(world)
    removed(world, case.reader)
    page = as_(case.reader).get("/inbox").text
    assert NAME not in page
    assert "Nothing unread" in page
    eight_days_later(run_outbox)
    assert [each for each in mailbox if each.to == f"{case.reader}@example.org"] == []


def test_the_name_of_whom_an_administrator_let_in_is_not_told(world: World, as_: Any) -> None:
    network = networks.network("s215", seen_by=world.actor("marek"))
    invite(world.actor("ada"), network, email="q@example.org", name=NAME, role=Role.MODULE_TEAM)
    assert words_for(world, "marek") == [
        (
            "An administrator made somebody a member: module team",
            "The list of members says who, and keeps it.",
        )
    ]
    assert NAME not in as_("marek").get("/inbox").text


def a_write_up(world: World) -> None:
    """The write-up is out, and it quotes what the workshop was for."""
    room = a_workshop(world, "closed", title=ARROWS, purpose=f"Hear {NAME}")
    people = (world.amina.id, world.ben.id)
    room.state = "published"
    announce(
        WriteUpPublished(network_id=room.network_id, actor_id=world.marek.id, workshop_id=room.id, recipient_ids=people)
    )


def a_cancellation(world: World) -> None:
    planned = a_workshop(world, "scheduled", title=ARROWS, purpose=f"Hear {NAME}")
    moves.step(world.actor("marek"), loaded(planned), "cancel", f"{NAME} is ill")


WORKSHOP: dict[Any, tuple[str, ...]] = {Workshop: ("title", "purpose", "state_reason")}
WAITING = [
    *(case for case in CASES if case.kind in {"date", "reply", "workshop"}),
    Case("write-up", a_write_up, WORKSHOP),
    Case("cancellation", a_cancellation, WORKSHOP),
]
each_letter = pytest.mark.parametrize("case", WAITING, ids=[case.kind for case in WAITING])


@each_letter
def test_a_letter_that_waits_holds_no_words_and_says_what_stands_when_it_goes(
    case: Case, world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    case.happen(world)
    with no_mail_server():
        run_outbox()
    assert NAME not in kept_rows()
    clean(case)
    eight_days_later(run_outbox)
    letter, *digests = [each for each in mailbox if each.to == "amina@example.org"]
    assert "Cleaned" in letter.subject
    assert NAME not in said(letter)
    assert all(NAME not in said(each) and each.list_name == "digest" for each in digests)


@each_letter
def test_a_letter_that_waits_does_not_go_to_who_was_removed_meanwhile(
    case: Case, world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    case.happen(world)
    with no_mail_server():
        run_outbox()
    removed(world, "amina")
    eight_days_later(run_outbox)
    assert [each for each in mailbox if each.to == "amina@example.org"] == []


def test_a_facilitator_who_left_under_their_role_is_not_named(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    planned = a_workshop(world, planner="tomos")
    moves.step(world.actor("tomos"), loaded(planned), "schedule")
    with no_mail_server():
        run_outbox()
    leave(world.actor("tomos"), world.s215, withhold_name=True)
    eight_days_later(run_outbox)
    letter, *_ = [each for each in mailbox if each.to == "amina@example.org"]
    assert "Module team, former member invites you" in letter.text
    assert all("Tomos" not in said(each) for each in mailbox if each.to == "amina@example.org")


@pytest.mark.parametrize("words", ["Curly arrows", "they guess.", "", "x" * 41])
def test_a_notice_refuses_words(words: str) -> None:
    for more in ({"what": words}, {"what": "moved", "facts": {"state": words}}):
        with pytest.raises(ValueError, match="holds no words"):
            Notification(network_id=1, about="topic:1", kind="topic", subject_id=1, url="/", **more)


def test_reading_many_costs_what_reading_few_costs(world: World, as_: Any, count_queries: Callable[[], Any]) -> None:
    amina = as_("amina")
    amina.get("/inbox")
    counts = []
    for _ in range(2):
        for _ in range(4):
            for case in CASES:
                if case.reader == "amina":
                    case.happen(world)
        db.session.commit()
        db.session.expire_all()
        with count_queries() as seen:
            amina.get("/inbox")
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
