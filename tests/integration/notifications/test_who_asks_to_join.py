"""Those who invite hear in their inbox that somebody asks to join: one line, until everybody has an answer."""

from __future__ import annotations

from collections.abc import Callable

from app.core.db import db
from app.core.mail import Letter
from app.networks.joining.models import JoinRequest
from app.networks.models import Membership, Role
from tests.client import StrictClient
from tests.factories.notices import told_to, words_for
from tests.integration.networks.test_joining import PAGE, made
from tests.people import World

AS = Callable[[str | None], StrictClient]
TO_DO = "You invite people here: let them in, or say why not."


def answer(client: StrictClient, email: str, **how: str) -> None:
    request = db.session.query(JoinRequest).filter_by(email=email).one()
    assert client.post(f"{PAGE}/requests/{request.id}", how).status == 303


def test_all_who_ask_are_one_line_that_goes_when_a_colleague_has_answered_them(as_: AS, world: World) -> None:
    link = made(as_("dilys"))
    as_("chidi").post(link)
    assert words_for(world, "dilys", "joining") == [("1 person asks to join", TO_DO)]
    as_("maud").post(link)
    for name in ("dilys", "marek"):
        assert words_for(world, name, "joining") == [("2 people ask to join", TO_DO)]
    assert "2 requests since you last looked" in as_("dilys").get("/inbox").text
    for name in ("amina", "tomos", "wanda", "chidi", "ada"):
        assert told_to(world, name, "joining") == []
    answer(as_("marek"), "chidi@example.org", approve="1")
    assert words_for(world, "dilys", "joining") == [("1 person asks to join", TO_DO)]
    answer(as_("marek"), "maud@example.org", decline="1", reason="You chair another.")
    assert told_to(world, "dilys", "joining") == []


def test_what_was_looked_at_stays_and_says_that_all_have_an_answer(as_: AS, world: World) -> None:
    as_("chidi").post(made(as_("dilys")))
    dilys = as_("dilys")
    [line] = told_to(world, "dilys", "joining")
    assert dilys.post(f"/inbox/{line.notice.id}/open").location.endswith(PAGE)
    answer(dilys, "chidi@example.org", approve="1")
    assert words_for(world, "dilys", "joining") == [("Everybody who asked to join has an answer", "")]


def test_the_same_person_let_in_and_asking_again_is_news_again(as_: AS, world: World) -> None:
    link = made(as_("dilys"))
    as_("chidi").post(link)
    [line] = told_to(world, "marek", "joining")
    as_("marek").post(f"/inbox/{line.notice.id}/open")
    as_("maud").post(link)
    [line] = told_to(world, "marek", "joining")
    assert (line.notice.read_at, line.notice.events) == (None, 1)


def test_whoever_asked_hears_in_a_letter_also_when_a_role_is_added(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    """Somebody whom a colleague has invited in another role since is told of the second, too."""
    world.chidi.password_hash = "set"
    as_("chidi").post(made(as_("dilys")))
    invited = {"email": "chidi@example.org", "name": "Chidi", "role": "staff tutor"}
    as_("marek").post("/networks/s215/members", invited)
    answer(as_("dilys"), "chidi@example.org", approve="1")
    run_outbox()
    told = [letter.text for letter in mailbox if letter.to == "chidi@example.org"]
    assert len(told) == 2
    assert "as AL" in told[-1]


def test_nothing_is_told_of_an_address_that_nobody_has_confirmed(as_: AS, world: World) -> None:
    as_(None).post(made(as_("dilys")), {"email": "nia@example.ac.uk", "name": "Nia"})
    assert told_to(world, "dilys", "joining") == []


def test_whoever_does_not_invite_any_more_reads_no_more_of_it(as_: AS, world: World) -> None:
    as_("chidi").post(made(as_("dilys")))
    held = db.session.query(Membership).filter_by(network_id=world.s215.id, person_id=world.marek.id).one()
    held.role = Role.STAFF_TUTOR
    db.session.commit()
    [line] = told_to(world, "marek", "joining")
    assert not line.readable
