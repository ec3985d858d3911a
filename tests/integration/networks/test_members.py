"""Inviting, removing, leaving: who may, who is told, and what nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.core.mail import Letter
from app.networks import queries, services
from app.networks.models import Consent, Membership, Role
from tests.client import StrictClient
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
NEW = {"email": "New.AL@Example.org", "name": "New AL", "role": "al"}
URL = "/networks/s215/members"


def roles_of(world: World, email: str, slug: str = "s215") -> set[Role]:
    query = db.session.query(Membership.role).join(Person, Person.id == Membership.person_id)
    network = getattr(world, slug)
    return {
        row[0]
        for row in query.filter(
            Person.email == email, Membership.network_id == network.id, Membership.left_at.is_(None)
        )
    }


@pytest.mark.parametrize("who", ["dilys", "marek", "ada"])
def test_a_new_person_is_invited_by_mail(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], who: str
) -> None:
    client = as_(who)
    page = client.post(URL, NEW)
    assert "New AL is a member now" in client.follow(page).text
    assert roles_of(world, "new.al@example.org") == {Role.AL}
    run_outbox()
    [letter] = [each for each in mailbox if each.to == "new.al@example.org"]
    assert "/invitation/" in letter.text
    assert "as AL" in letter.text


def test_a_colleague_who_has_an_account_gets_a_notice_and_keeps_the_name(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    world.chidi.password_hash = "set"
    db.session.commit()
    as_("dilys").post(URL, {"email": "chidi@example.org", "name": "Somebody Else", "role": "module team"})
    assert roles_of(world, "chidi@example.org") == {Role.MODULE_TEAM}
    assert world.chidi.name == "Chidi"
    run_outbox()
    [letter] = mailbox
    assert "/invitation/" not in letter.text
    assert "http://127.0.0.1:8000/networks/s215" in letter.text


def test_a_member_may_look_but_not_invite_and_a_stranger_sees_nothing(as_: AS, world: World) -> None:
    assert as_("amina").get(URL).status == 200
    assert "Invite somebody" not in as_("amina").get(URL).text
    refused = as_("amina").post(URL, NEW)
    assert refused.status == 403
    assert "New.AL@Example.org" in refused.html, "what was typed is kept"
    assert as_("chidi").get(URL).status == 404
    assert as_("chidi").post(URL, NEW).status == 404
    assert roles_of(world, "new.al@example.org") == set()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "no-address"}, "does not look like an e-mail address"),
        ({"email": "new.al@example.org, ben@example.org"}, "does not look like an e-mail address"),
        ({"email": "jörg@example.org"}, "Before the @ only letters from a to z can be reached"),
        ({"email": ""}, "Please fill this in."),
        ({"name": " "}, "Please fill this in."),
        ({"email": "amina@example.org"}, "Amina is here already as AL."),
        ({"role": "emperor"}, "Not a valid choice"),
    ],
)
def test_bad_input_changes_nothing_and_is_kept(as_: AS, world: World, change: dict[str, str], words: str) -> None:
    world.amina.password_hash = "set"
    db.session.commit()
    before = db.session.query(Membership).count(), db.session.query(Person).count()
    typed = NEW | change
    page = as_("dilys").post(URL, typed)
    assert page.status == 422
    assert words in page.text
    assert page.values()["email"] == typed["email"]
    assert (db.session.query(Membership).count(), db.session.query(Person).count()) == before


def test_a_form_sent_twice_invites_once(as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]) -> None:
    client = as_("dilys")
    for _ in range(2):
        assert client.post(URL, NEW | {"form_key": "the same form"}).status == 303
    run_outbox()
    assert len(mailbox) == 1


def test_only_the_chair_and_the_administrator_make_a_chair(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    assert 'value="chair"' not in as_("marek").get(URL).html
    assert 'value="chair"' in as_("dilys").get(URL).html
    with pytest.raises(Refused):
        services.invite(
            actor_for("marek"), queries.network("s215", actor_for("marek")), email="x@y.org", name="X", role=Role.CHAIR
        )


def test_somebody_with_a_closed_account_is_not_invited(as_: AS, world: World) -> None:
    world.chidi.active = False
    db.session.commit()
    page = as_("dilys").post(URL, {"email": "chidi@example.org", "name": "Chidi", "role": "al"})
    assert page.status == 422
    assert "account is closed" in page.text


def membership(world: World, name: str) -> Membership:
    found = db.session.query(Membership).filter_by(person_id=getattr(world, name).id, left_at=None).one()
    assert isinstance(found, Membership)
    return found


def test_a_membership_ends_with_a_reason_and_what_was_seen_is_gone(as_: AS, world: World) -> None:
    url = f"{URL}/{membership(world, 'ben').id}/remove"
    asked = as_("dilys").get(f"{URL}?end={membership(world, 'ben').id}")
    assert "End the membership of Ben as AL?" in asked.text
    assert [form for form in asked.find_all("form") if form.get("action") == url]
    assert "End the membership of" not in as_("amina").get(f"{URL}?end={membership(world, 'ben').id}").text
    silent = as_("dilys").post(url, {"reason": " "})
    assert silent.status == 422
    assert "Please say why" in silent.text
    assert as_("amina").post(url, {"reason": "No."}).status == 403
    assert as_("chidi").post(url, {"reason": "No."}).status == 404
    assert as_("dilys").get(url, strict=False).status == 405
    assert as_("ben").get("/networks/s215").status == 200
    assert as_("dilys").post(url, {"reason": "No longer on the module."}).status == 303
    assert as_("ben").get("/networks/s215").status == 404
    assert as_("dilys").post(url, {"reason": "Again."}).status == 404


def test_another_networks_membership_is_not_reached_through_this_one(as_: AS, world: World) -> None:
    url = f"{URL}/{membership(world, 'chidi').id}/remove"
    assert as_("dilys").post(url, {"reason": "Mine now."}).status == 404
    assert roles_of(world, "chidi@example.org", "mst124") == {Role.AL}


def test_leaving_keeps_what_was_written_and_may_replace_the_name(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    client = as_("amina")
    assert client.post(f"{URL}/leave", {"withhold_name": "y"}).location == "/home"
    assert client.get("/networks/s215").status == 404
    assert queries.former_names(world.s215.id, actor_for("ben")) == {world.amina.id: "AL, former member"}
    assert queries.former_names(world.s215.id, actor_for("chidi")) == {}


def test_somebody_who_left_may_come_back_under_their_name(world: World, actor_for: Callable[[str], Actor]) -> None:
    network = queries.network("s215", actor_for("dilys"))
    services.leave(actor_for("amina"), network, withhold_name=True)
    services.invite(actor_for("dilys"), network, email="amina@example.org", name="", role=Role.AL)
    assert roles_of(world, "amina@example.org") == {Role.AL}
    assert queries.former_names(network.id, actor_for("ben")) == {}


def test_the_only_chair_neither_leaves_nor_is_removed(as_: AS, world: World) -> None:
    url = f"{URL}/{membership(world, 'dilys').id}/remove"
    for page in (as_("dilys").post(f"{URL}/leave"), as_("ada").post(url, {"reason": "No longer here."})):
        assert page.status == 403
        assert "A network needs its chair." in page.text
    services.add_member(world.s215, world.tomos, Role.CHAIR)
    assert as_("ada").post(url, {"reason": "No longer here."}).status == 303
    assert roles_of(world, "tomos@example.org") == {Role.MODULE_TEAM, Role.CHAIR}


def test_who_has_not_come_yet_is_shown_only_to_those_who_invite(as_: AS) -> None:
    assert "Invited" in as_("dilys").get(URL).text
    assert "Invited" not in as_("saoirse").get(URL).text


def test_a_researcher_declares_openly_and_only_a_researcher_does(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    assert world.s215.id not in actor_for("ravi").declared_in
    client = as_("ravi")
    assert "Researches here" in client.follow(client.post(f"{URL}/declare")).text
    assert world.s215.id in actor_for("ravi").declared_in
    assert as_("amina").post(f"{URL}/declare").status == 403


def test_research_consent_is_ones_own_and_starts_with_no(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    assert membership(world, "amina").research_consent is Consent.NONE
    client = as_("amina")
    assert (
        "Your choice for S215 is saved."
        in client.follow(client.post("/networks/s215/consent", {"consent": "forum"})).text
    )
    assert membership(world, "amina").research_consent is Consent.FORUM
    assert membership(world, "ben").research_consent is Consent.NONE
    client.post("/networks/s215/consent", {"consent": "everything"})
    assert membership(world, "amina").research_consent is Consent.FORUM
    assert as_("chidi").post("/networks/s215/consent", {"consent": "forum"}).status == 404
    with pytest.raises(NotFound):
        services.give_consent(actor_for("chidi"), world.s215, Consent.FORUM)


def test_ones_own_record_is_ones_own_and_exports(as_: AS, world: World, actor_for: Callable[[str], Actor]) -> None:
    services.give_consent(actor_for("amina"), world.s215, Consent.FORUM)
    db.session.commit()
    assert "Change research consent (membership)" in as_("amina").get("/account/record").text
    table = as_("amina").get("/account/record.csv")
    assert "2018-07-20 13:00,S215,Change research consent (membership)" in table.html
    assert "attachment" in table.answer.headers["Content-Disposition"]
    assert "consent" not in as_("ben").get("/account/record.csv").html
    assert "Nothing yet" in as_("saoirse").get("/account/record").text


def test_a_person_already_here_is_a_fault_of_the_service_too(world: World, actor_for: Callable[[str], Actor]) -> None:
    network = queries.network("s215", actor_for("dilys"))
    world.amina.password_hash = "set"
    with pytest.raises(Invalid):
        services.invite(actor_for("dilys"), network, email="amina@example.org", name="", role=Role.AL)


@pytest.mark.parametrize("who", ["ada", "dilys"])
def test_nobody_invites_themselves(as_: AS, world: World, who: str) -> None:
    page = as_(who).post(URL, NEW | {"email": f" {who.title()}@example.org ", "role": "sponsor"})
    assert page.status == 422
    assert "Nobody invites themselves." in page.text
    theirs = db.session.query(Membership).filter_by(person_id=getattr(world, who).id, role=Role.SPONSOR)
    assert theirs.count() == 0


def test_whoever_the_administrator_lets_in_is_told_and_stays_on_the_list(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], clock_at: Any
) -> None:
    as_("ada").post(URL, NEW | {"email": "chidi@example.org", "role": "sponsor"})
    run_outbox()
    assert {"dilys@example.org", "marek@example.org"} <= {letter.to for letter in mailbox}
    assert "amina@example.org" not in {letter.to for letter in mailbox}
    for who in ("dilys", "marek"):
        assert "An administrator made somebody a member: sponsor" in as_(who).get("/inbox").text
    assert "Chidi as Sponsor, by Ada 20 July 2018" in as_("amina").get(URL).text
    as_("chidi").post(f"{URL}/leave", {"withhold_name": "y"})
    assert "Sponsor, former member as Sponsor, by Ada 20 July 2018; left 20 July 2018" in as_("ben").get(URL).text
    # To those who answer for the network nobody comes and goes unnamed.
    assert "Chidi as Sponsor, by Ada 20 July 2018; left 20 July 2018" in as_("marek").get(URL).text
    with clock_at(FRIDAY + timedelta(days=1)):
        as_("ada").post(URL, NEW | {"email": "chidi@example.org", "role": "sponsor"})
    page = as_("dilys").get(URL).text
    assert page.count("Chidi as Sponsor, by Ada") == 2
    assert page.count("; left ") == 1
    assert as_("chidi").get("/networks/mst124/members").text.count("by Ada") == 0


def test_whom_the_chair_invites_is_not_on_that_list(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    as_("dilys").post(URL, NEW)
    run_outbox()
    assert {letter.to for letter in mailbox} == {"new.al@example.org"}
    assert "Made members by an administrator" not in as_("amina").get(URL).text


def test_whoever_invites_is_told_that_the_site_sends_no_mail(as_: AS, world: World) -> None:
    assert "This site sends no mail yet" in as_("dilys").get("/networks/s215/members").text
    assert "This site sends no mail yet" in as_("dilys").get("/networks/s215/members/several").text
    assert "Name a mail server" in as_("ada").get("/networks/s215/members").text
    assert "This site sends no mail yet" not in as_("amina").get("/networks/s215/members").text
    world.s215.is_demo = True
    db.session.commit()
    assert "This site sends no mail yet" not in as_("dilys").get("/networks/s215/members").text
