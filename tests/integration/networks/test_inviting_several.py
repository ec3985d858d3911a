"""A pasted list: what is shown before anybody is told, and what one press does."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import Letter
from app.networks.models import Membership
from tests.client import Page, StrictClient
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/members/several"
TEN = "\n".join(f"Tutor {letter * 3} <t.{letter}@example.ac.uk>" for letter in "abcdefghij")


EACH_KIND = (
    "Nia New, nia@example.ac.uk, moderator",
    "Amina, amina@example.org",
    "Ben, ben@example.org, module team",
    "Tomos, tomos@example.org, module team",
    "Bena, bne@example.org",
    "Saoirse, saoirse@elsewhere.example",
    "nameless.one@example.ac.uk",
    "Nia Other, nia@example.ac.uk, tutor",
    "Me, dilys@example.org",
    "Broken, broken@",
    "Nia New, nia@example.ac.uk, Moderator",
    "Vic, vic@example.ac.uk, Grand vizier",
)


def previewed(client: StrictClient, people: str, **more: str) -> Page:
    page = client.post(URL, {"pasted": people, "usual_role": "al", **more})
    assert page.status == 200, page.text[:400]
    return page


def send(client: StrictClient, page: Page, **more: str) -> Page:
    held = {name: text for name, text in page.values().items() if name in {"pasted", "previewed", "form_key"}}
    return client.post(URL, {**held, "usual_role": "al", "send": "1", **more})


def test_ten_people_are_shown_then_invited_by_one_press(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    client = as_("dilys")
    page = previewed(client, TEN)
    assert "10 people can be invited" in page.text
    run_outbox()
    assert mailbox == [], "a preview tells nobody"
    done = client.follow(send(client, page))
    assert "10 people are invited" in done.text
    run_outbox()
    assert {letter.to for letter in mailbox} == {f"t.{letter}@example.ac.uk" for letter in "abcdefghij"}
    assert all("/invitation/" in letter.text for letter in mailbox)


def test_each_line_says_what_it_comes_to(as_: AS, world: World) -> None:
    world.amina.password_hash = world.ben.password_hash = "set"
    db.session.commit()
    page = previewed(
        as_("dilys"),
        "\n".join(EACH_KIND),
    )
    for words in (
        "Amina is here already as AL.",
        "Ben is here as AL.",
        "Tomos was invited as module team before and has not begun yet.",
        "The address is nearly that of Ben, who is a member.",
        "Saoirse is a member by another address.",
        "There is no name; this one is made of the address.",
        "Line 8 has another name for this address: Nia Other.",
        "Line 1 has another name for this address: Nia New.",
        "This is you. Nobody invites themselves.",
        "This does not look like an e-mail address",
        "This address stands in line 1 already.",
        "“Grand vizier” is no role here.",
    ):
        assert words in page.text
    assert "1 person can be invited" in page.text


def test_whoever_has_an_account_elsewhere_looks_new_to_a_chair_and_known_to_the_administrator(as_: AS) -> None:
    people = "Chidi, chidi@example.org\nNobody, nobody.yet@example.org"
    to_chair, to_administrator = (previewed(as_(who), people).text for who in ("dilys", "ada"))
    assert "Chidi has an account." in to_administrator
    assert "has an account" not in to_chair
    assert "2 people can be invited" in to_chair


def test_doubtful_lines_are_invited_only_if_wanted(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    people = "Nia New, nia@example.ac.uk\nplain.one@example.ac.uk"
    client = as_("dilys")
    answer = send(client, previewed(client, people))
    assert answer.status == 200
    assert "1 person is invited" in answer.text
    assert answer.values()["pasted"] == "plain.one@example.ac.uk", "what is left stays to be mended"
    assert client.follow(send(client, answer, with_doubtful="y")).status == 200
    run_outbox()
    assert sorted(letter.to for letter in mailbox) == ["nia@example.ac.uk", "plain.one@example.ac.uk"]


def test_a_list_with_40_wrong_lines_of_500_invites_460_and_keeps_the_40(as_: AS) -> None:
    wrong = ["Nobody Atall, nobody at x.org", "half@", "Jörg Groß <jörg@x.org>", "two@signs@x.org"] * 10
    lines = [f"\u2022\u00a0Tutor {chr(97 + n % 26) * 3}, tutor.{n}@open.ac.uk" for n in range(460)]
    for number, line in enumerate(wrong):
        lines.insert(number * 12, line)
    client, before = as_("dilys"), db.session.query(Membership).count()
    page = previewed(client, "\r\n".join(lines))
    assert "460 people can be invited" in page.text
    assert "40 lines cannot be used" in page.text
    answer = send(client, page)
    assert "460 people are invited" in answer.text
    assert sorted(answer.values()["pasted"].splitlines()) == sorted(wrong)
    assert db.session.query(Membership).count() == before + 460


def test_a_list_sent_twice_invites_once(as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]) -> None:
    client = as_("dilys")
    for people in (TEN, "Nia New, nia@example.ac.uk\nhalf@"):
        page = previewed(client, people)
        send(client, page)
        assert send(client, page).status == 303
    run_outbox()
    assert len(mailbox) == 11


def test_only_what_was_previewed_is_sent(as_: AS) -> None:
    before = db.session.query(Membership).count()
    client = as_("dilys")
    page = previewed(client, TEN)
    changed = send(client, page, pasted=TEN + "\nOne More, more@example.ac.uk")
    assert changed.status == 422
    assert "The list was changed after its preview." in changed.text
    assert "11 people can be invited" in changed.text
    assert client.post(URL, {"pasted": TEN, "usual_role": "al", "send": "1"}).status == 422
    assert db.session.query(Membership).count() == before
    assert send(client, changed).status == 303


def test_a_moderator_makes_no_chair_by_a_list(as_: AS) -> None:
    page = previewed(as_("marek"), "Nia New, nia@example.ac.uk, chair")
    assert "Only the chair or the administrator makes somebody chair." in page.text
    assert as_("marek").post(URL, {"pasted": TEN, "usual_role": "chair"}).status == 422
    assert "1 person can be invited" in previewed(as_("dilys"), "Nia New, nia@example.ac.uk, chair").text


def test_a_closed_account_is_named_at_the_press_as_by_the_form_for_one(as_: AS, world: World) -> None:
    world.chidi.active = False
    db.session.commit()
    client = as_("dilys")
    page = previewed(client, "Chidi, chidi@example.org\nNia New, nia@example.ac.uk")
    assert "closed" not in page.text
    answer = send(client, page)
    assert "1 person is invited" in answer.text
    assert "chidi@example.org: This account is closed." in answer.text


def test_members_are_refused_and_strangers_find_nothing(as_: AS) -> None:
    assert as_("amina").get(URL, strict=False).status == 403
    refused = as_("amina").post(URL, {"pasted": TEN, "usual_role": "al"})
    assert refused.status == 403
    assert "t.a@example.ac.uk" in refused.html, "what was typed is kept"
    assert as_("chidi").get(URL, strict=False).status == 404
    assert as_("chidi").post(URL, {"pasted": TEN, "usual_role": "al"}).status == 404
    assert as_("amina").post("/networks/s215/members/send-again").status == 403
    assert as_("chidi").post("/networks/s215/members/send-again").status == 404


def upload(client: StrictClient, content: bytes, people: str = "") -> Page:
    data = {"pasted": people, "usual_role": "al", "table": (io.BytesIO(content), "people.csv")}
    return client.post(URL, data, content_type="multipart/form-data")


def test_a_file_fills_the_same_preview(as_: AS) -> None:
    client = as_("dilys")
    page = upload(client, "Name;E-Mail;Rolle\r\nZoë Müller;zoe@example.ac.uk;tutor\r\n".encode("cp1252"), TEN)
    assert page.status == 200
    assert "11 people can be invited" in page.text
    assert "Zoë Müller" in page.values()["pasted"]
    assert send(client, page).status == 303


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 a workbook", "This is a workbook. Save it as CSV first"),
        (b"\x00\x00\x01", "This is no text."),
        (b"x" * 300_000, "larger than 200 kB"),
    ],
)
def test_a_file_that_is_none_is_refused_and_what_was_pasted_stays(as_: AS, content: bytes, words: str) -> None:
    page = upload(as_("dilys"), content, TEN)
    assert page.status == 422
    assert words in page.text
    assert page.values()["pasted"] == TEN


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("", "Please paste a list, or choose a file."),
        (" \u200b\n ", "Please paste a list, or choose a file."),
        ("a\n" * 2_001, "At most 2,000 lines are read at once"),
        ("x" * 200_001, "longer than 200,000 characters"),
    ],
)
def test_a_list_that_is_none_is_refused_in_words(as_: AS, people: str, words: str) -> None:
    page = as_("dilys").post(URL, {"pasted": people, "usual_role": "al"})
    assert page.status == 422
    assert words in page.text


def test_a_page_without_addresses_says_so_line_by_line(as_: AS) -> None:
    page = previewed(as_("dilys"), "<script>alert(1)</script>\nOur staff")
    assert "There is no e-mail address in this line." in page.text
    assert "<script>alert" not in page.html
    assert "0 people can be invited" in page.text
    assert send(as_("dilys"), page).status == 422


def test_letters_are_sent_again_to_all_or_one_but_not_twice_a_day(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int], clock_at: Any
) -> None:
    client = as_("dilys")
    client.follow(send(client, previewed(client, TEN)))
    run_outbox()
    mailbox.clear()
    again = "/networks/s215/members/send-again"
    with clock_at(FRIDAY + timedelta(hours=23)):
        assert "Tutor aaa as AL; last letter 23 hours ago" in client.get("/networks/s215/members").text
        one = db.session.query(Person).filter_by(email="t.a@example.ac.uk").one().id
        assert client.post(again, {"person": str(one)}).status == 403
    with clock_at(FRIDAY + timedelta(days=2)):
        assert client.post(again, {"person": str(one)}).status == 303
        assert client.post(again, {"person": str(one)}).status == 403
        # Nobody of the cast has begun; the reader is not sent one by herself.
        others = db.session.query(Membership).filter_by(network_id=1, left_at=None).count() - 2
        assert f"{others} fresh letters are on the way" in client.follow(client.post(again)).text
        assert as_("marek").post(again).status == 403, "of a chair only a chair or the administrator disposes"
        run_outbox()
    assert [letter.to for letter in mailbox].count("t.a@example.ac.uk") == 1
    assert len({letter.to for letter in mailbox}) == len(mailbox) == others + 1


def test_an_empty_network_offers_the_list(as_: AS, world: World) -> None:
    db.session.query(Membership).filter(Membership.network_id == 1, Membership.person_id != world.dilys.id).delete()
    db.session.commit()
    assert "You are alone here" in as_("dilys").get("/networks/s215/members").text
    assert "You are alone here" not in as_("maud").get("/networks/mst124/members").text


def test_the_members_page_asks_as_often_for_many_as_for_few(as_: AS, count_queries: Callable[[], Any]) -> None:
    client, counts = as_("dilys"), []
    for people in (TEN, TEN.replace("t.", "other.").replace("Tutor", "Other")):
        client.follow(send(client, previewed(client, people)))
        with count_queries() as seen:
            client.get("/networks/s215/members")
        counts.append(len(seen))
    assert counts[0] == counts[1]
