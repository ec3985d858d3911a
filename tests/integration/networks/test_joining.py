"""Joining by a link: asked by whoever holds it, confirmed by mail, answered by those who invite."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import Letter
from app.networks.joining.models import JoinLink, JoinRequest, JoinState
from app.networks.joining.services import forget_requests
from app.networks.models import Membership, Role
from tests.client import StrictClient
from tests.integration.networks.test_members import roles_of
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
PAGE = "/networks/s215/members/joining"
LINK = {"role": "al", "domains": "example.ac.uk, @example.org", "ends_on": "2018-08-31"}
NIA = {"email": "Nia.New@Example.ac.uk", "name": "Nia New"}


def made(client: StrictClient, **more: str) -> str:
    """The address of a new link, without its origin."""
    page = client.follow(client.post(PAGE, LINK | more))
    [found, *_] = re.findall(r"http://127\.0\.0\.1:8000(/join/[^<]+)", page.html)
    return str(found)


def confirmation(mailbox: list[Letter], to: str = "nia.new@example.ac.uk") -> str:
    [*_, letter] = [each for each in mailbox if each.to == to]
    return str(re.findall(r"http://127\.0\.0\.1:8000(/join/confirm/\S+)", letter.text)[0])


def asked() -> JoinRequest:
    found = db.session.query(JoinRequest).one()
    assert isinstance(found, JoinRequest)
    return found


def test_a_stranger_asks_confirms_by_mail_and_is_let_in(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    link, nobody = made(as_("dilys")), as_(None)
    assert "Chemistry: essential concepts" in nobody.get(link).text
    assert "Look into your mail" in nobody.post(link, NIA).text
    run_outbox()
    assert "asks to join" not in as_("dilys").get("/home").text, "the address is not confirmed yet"
    confirm = confirmation(mailbox)
    assert "Do you, Nia New, ask to join" in nobody.get(confirm).text
    assert asked().state is JoinState.UNCONFIRMED, "looking changes nothing"
    assert "You have asked to join" in nobody.follow(nobody.post(confirm)).text
    for who in ("dilys", "marek"):
        assert "1 person asks to join" in as_(who).get("/home").text
    assert "asks to join" not in as_("amina").get("/home").text
    assert "asks to join" not in as_("maud").get("/home").text
    assert db.session.query(Person).filter_by(email="nia.new@example.ac.uk").count() == 0
    dilys = as_("dilys")
    page = dilys.follow(dilys.post(f"{PAGE}/requests/{asked().id}", {"approve": "1"}))
    assert "Nia New is a member now" in page.text
    assert roles_of(world, "nia.new@example.ac.uk") == {Role.AL}
    run_outbox()
    assert "/invitation/" in [each for each in mailbox if each.to == "nia.new@example.ac.uk"][-1].text
    assert "asks to join" not in as_("dilys").get("/home").text


def test_whoever_is_signed_in_asks_by_their_account_and_waits_at_once(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    world.chidi.password_hash = "set"
    link, chidi = made(as_("dilys"), role="staff tutor"), as_("chidi")
    assert "You ask as Chidi, chidi@example.org." in chidi.get(link).text
    assert "You have asked to join" in chidi.follow(chidi.post(link)).text
    assert chidi.get("/networks/s215", strict=False).status == 404
    as_("marek").post(f"{PAGE}/requests/{asked().id}", {"approve": "1"})
    assert roles_of(world, "chidi@example.org") == {Role.STAFF_TUTOR}
    assert "You are a member of this network already." in chidi.get(link).text
    run_outbox()
    assert [letter.to for letter in mailbox] == ["chidi@example.org"]


def test_who_is_declined_is_told_why(as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]) -> None:
    link, chidi, dilys = made(as_("dilys")), as_("chidi"), as_("dilys")
    chidi.post(link)
    answer = f"{PAGE}/requests/{asked().id}"
    silent = dilys.post(answer, {"decline": "1", "reason": " "})
    assert silent.status == 422
    assert "Please say why, in a sentence" in silent.text
    assert dilys.post(answer, {"decline": "1", "reason": "You teach <b>another</b> module."}).status == 303
    run_outbox()
    [letter] = mailbox
    assert (letter.to, "You teach <b>another</b> module." in letter.text) == ("chidi@example.org", True)
    assert "You were not let in" in chidi.get(link).text
    chidi.post(link)
    assert asked().state is JoinState.DECLINED, "asking again does not bring it back"
    late = as_("marek").post(answer, {"approve": "1"})
    assert late.status == 409
    assert "declined by a colleague already" in late.text


def test_before_one_is_a_member_nothing_of_the_network_is_shown(as_: AS, world: World) -> None:
    link = made(as_("dilys"))
    for who in (None, "chidi"):
        text = as_(who).get(link).text
        assert world.s215.purpose in text
        assert not any(name in text for name in ("Dilys", "Amina", "Marek"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "nia@elsewhere.org"}, "This link is for people with an address at example.ac.uk or example.org."),
        ({"email": "nia@sub.example.ac.uk"}, "This link is for people with an address at"),
        ({"email": "nia@example.ac.uk.evil.org"}, "This link is for people with an address at"),
        ({"email": "no-address"}, "does not look like an e-mail address"),
        ({"email": ""}, "Please fill this in."),
        ({"name": " \u200b"}, "Please fill this in."),
        ({"name": "x" * 121}, "At most 120 characters."),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept(as_: AS, change: dict[str, str], words: str) -> None:
    link = made(as_("dilys"))
    page = as_(None).post(link, NIA | change)
    assert page.status == 422
    assert words in page.text
    assert page.values()["email"] == (NIA | change)["email"]
    assert db.session.query(JoinRequest).count() == 0


def test_an_account_of_another_domain_is_told_so(as_: AS) -> None:
    link = made(as_("dilys"), domains="open.example")
    assert "Your account here has chidi@example.org." in as_("chidi").get(link).text
    assert as_("chidi").post(link).status == 422 or db.session.query(JoinRequest).count() == 0
    assert db.session.query(JoinRequest).count() == 0


def test_the_answer_does_not_tell_which_addresses_have_accounts(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    link, nobody = made(as_("dilys")), as_(None)
    answers = {
        re.sub(r"\S+@\S+", "", nobody.post(link, {"email": f"{who}@example.org", "name": "X"}).text)
        for who in ("chidi", "amina", "nobody.yet")
    }
    assert len(answers) == 1
    run_outbox()
    assert len(mailbox) == 3
    assert "belongs to a member of this network already" in nobody.get(confirmation(mailbox, "amina@example.org")).text


def test_a_link_that_ended_was_withdrawn_or_was_made_up_opens_nothing(as_: AS, clock_at: Any) -> None:
    dilys, nobody = as_("dilys"), as_(None)
    link = made(dilys)
    for address in (link[:-1], link + "x", "/join/anything", "/join/confirm/anything"):
        assert nobody.get(address, strict=False).status == 404
        assert "This link does not work" in nobody.get(address, strict=False).text
    assert nobody.get(link.replace("/join/", "/join/confirm/"), strict=False).status == 404
    with clock_at(FRIDAY + timedelta(days=60)):
        assert nobody.get(link, strict=False).status == 404
        assert nobody.post(link, NIA).status == 404
    one = db.session.query(JoinLink).one()
    assert as_("maud").post(f"/networks/mst124/members/joining/links/{one.id}/withdraw").status == 404
    assert as_("amina").post(f"{PAGE}/links/{one.id}/withdraw").status == 403
    assert "Withdraw this link?" in dilys.post(f"{PAGE}/links/{one.id}/withdraw", confirmed=False).text
    assert dilys.post(f"{PAGE}/links/{one.id}/withdraw").status == 303
    assert nobody.get(link, strict=False).status == 404
    assert dilys.post(f"{PAGE}/links/{one.id}/withdraw").status == 404


def test_a_letter_does_not_confirm_after_the_link_was_withdrawn(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    link, nobody = made(as_("dilys")), as_(None)
    nobody.post(link, NIA)
    run_outbox()
    as_("dilys").post(f"{PAGE}/links/{db.session.query(JoinLink).one().id}/withdraw")
    assert nobody.get(confirmation(mailbox), strict=False).status == 404
    assert nobody.post(confirmation(mailbox)).status == 404
    assert asked().state is JoinState.UNCONFIRMED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2018-07-19"}, "Please choose a day within the coming year."),
        ({"ends_on": "2020-07-19"}, "Please choose a day within the coming year."),
        ({"ends_on": ""}, "Please choose a date."),
        ({"domains": "not a domain"}, "is no domain."),
        ({"domains": "<script>alert(1)</script>"}, "is no domain."),
        ({"role": "chair"}, "Not a valid choice"),
    ],
)
def test_a_link_that_cannot_be_is_refused_in_words(as_: AS, change: dict[str, str], words: str) -> None:
    page = as_("dilys").post(PAGE, LINK | change)
    assert page.status == 422
    assert words in page.text
    assert db.session.query(JoinLink).count() == 0


def test_only_those_who_invite_make_links_and_answer(as_: AS) -> None:
    made(as_("marek"))
    made(as_("ada"))
    as_("chidi").post(made(as_("dilys")))
    assert as_("amina").get(PAGE, strict=False).status == 403
    assert as_("amina").post(PAGE, LINK).status == 403
    assert as_("chidi").get(PAGE, strict=False).status == 404
    for who, status in (("amina", 403), ("chidi", 404)):
        assert as_(who).post(f"{PAGE}/requests/{asked().id}", {"approve": "1"}).status == status
    assert as_("maud").post(f"/networks/mst124/members/joining/requests/{asked().id}", {"approve": "1"}).status == 404
    assert db.session.query(Membership).filter_by(network_id=1, person_id=10).count() == 0


def test_a_flood_is_bounded(as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]) -> None:
    link = made(as_("dilys"))
    nobody = as_(None)
    for _ in range(5):
        assert nobody.post(link, NIA).status == 200
    run_outbox()
    assert len(mailbox) == 3, "letters to one address"
    found = {nobody.post(link, NIA | {"email": f"nia{n}@example.ac.uk"}).status for n in range(10)}
    assert found == {200, 429}, "requests from one machine"


def test_what_nobody_confirmed_or_was_answered_is_forgotten(as_: AS, clock_at: Any) -> None:
    link = made(as_("dilys"))
    as_(None).post(link, NIA)
    as_("chidi").post(link)
    waiting = db.session.query(JoinRequest).filter_by(state=JoinState.WAITING).one().id
    with clock_at(FRIDAY + timedelta(days=15)):
        forget_requests()
        assert [each.id for each in db.session.query(JoinRequest)] == [waiting]
        as_("dilys").post(f"{PAGE}/requests/{waiting}", {"approve": "1"})
    with clock_at(FRIDAY + timedelta(days=60)):
        forget_requests()
    assert db.session.query(JoinRequest).count() == 0


def test_who_asks_under_a_number_that_was_forgotten_is_told_too(
    as_: AS, clock_at: Any, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    link, dilys = made(as_("dilys")), as_("dilys")
    for days in (0, 40):
        with clock_at(FRIDAY + timedelta(days=days)):
            forget_requests()
            db.session.commit()
            as_("chidi").post(link)
            request = asked()
            assert dilys.post(f"{PAGE}/requests/{request.id}", {"decline": "1", "reason": "Not now."}).status == 303
            run_outbox()
    assert [letter.to for letter in mailbox if "Not now." in letter.text] == ["chidi@example.org"] * 2
