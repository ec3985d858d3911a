"""The page where one chooses mail, and the link that stops a sort of it without signing in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.accounts.models import AskedMail, DigestFrequency
from app.accounts.services import MailChoice, choose_mail
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.forums.following.queries import chosen
from app.forums.models import Level
from app.forums.services import follow, start_discussion
from app.notifications.letters.stopping import stop_url
from app.notifications.services import Stops
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
GOOD = {"pace": "daily", "hour": "18", "zone": "Asia/Kolkata", "asked": "after half an hour"}


def path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def test_the_four_kinds_are_said_and_the_choice_is_saved(world: World, as_: AS) -> None:
    client = as_("amina")
    page = client.get("/account/mail")
    for words in ("Account and security", "Critical, and replies", "What you asked to hear of", "The digest"):
        assert words in page.text
    assert "Saved" in client.follow(client.post("/account/mail", GOOD)).text.replace("saved", "Saved")
    person = world.amina
    assert (person.mail_pace, person.mail_hour, person.mail_zone, person.asked_mail) == (
        DigestFrequency.DAILY,
        18,
        "Asia/Kolkata",
        AskedMail.SETTLED,
    )


@pytest.mark.parametrize(
    "wrong", [{"pace": "hourly"}, {"hour": "24"}, {"hour": "noon"}, {"zone": "Moon/Sea"}, {"asked": "always"}]
)
def test_bad_input_changes_nothing(world: World, as_: AS, wrong: dict[str, str]) -> None:
    assert as_("amina").post("/account/mail", GOOD | wrong).status == 422
    assert (world.amina.mail_pace, world.amina.mail_hour) == (DigestFrequency.TWICE_WEEKLY, 7)


def test_soon_is_for_moderators(world: World, as_: AS) -> None:
    assert "in the networks that I moderate" not in as_("amina").get("/account/mail").text
    assert as_("amina").post("/account/mail", GOOD | {"asked": "soon"}).status == 422
    assert as_("marek").post("/account/mail", GOOD | {"asked": "soon"}).status == 303


def test_it_is_ones_own(world: World, as_: AS) -> None:
    choice = MailChoice(pace=DigestFrequency.OFF, hour=7, zone="", asked=AskedMail.OFF)
    with pytest.raises(NotFound):
        choose_mail(world.actor("ben"), world.amina, choice)
    for wrong in (
        MailChoice(pace=choice.pace, hour=99, zone="", asked=choice.asked),
        MailChoice(pace=choice.pace, hour=7, zone="../etc", asked=choice.asked),
    ):
        with pytest.raises(Invalid):
            choose_mail(world.actor("amina"), world.amina, wrong)
    assert as_(None).get("/account/mail", strict=False).status in {302, 303, 401}


def test_it_lists_what_was_chosen_for_single_places(world: World, as_: AS) -> None:
    discussion = start_discussion(world.actor("ben"), world.forum(), "Arrows", "They guess.")
    follow(world.actor("amina"), discussion, Level.MUTE)
    follow(world.actor("amina"), world.forum(), Level.DIGEST)
    page = as_("amina").get("/account/mail")
    assert re.search(r"Arrows.*mute", page.text, re.DOTALL)
    assert page.find_all("a", href=f"/networks/s215/discussions/{discussion.number}/follow?next=/account/mail")


def test_the_digests_link_stops_it_with_one_press_and_looking_changes_nothing(world: World, as_: AS) -> None:
    link = path(stop_url(Stops.DIGESTS, world.amina.id))
    nobody = as_(None)
    assert "Stop these letters?" in nobody.get(link).text
    assert world.amina.mail_pace is DigestFrequency.TWICE_WEEKLY
    # As a mail program does it: without a cookie, without a form of ours.
    answer = nobody.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    db.session.expire_all()
    assert world.amina.mail_pace is DigestFrequency.OFF
    assert nobody.client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_letters_link_stops_mail_about_its_discussion_alone(world: World, as_: AS) -> None:
    one, other = (start_discussion(world.actor("amina"), world.forum(), title, "So.") for title in ("One", "Other"))
    as_(None).client.post(path(stop_url(Stops.DISCUSSION, world.amina.id, one.id)))
    db.session.expire_all()
    assert chosen(one, world.actor("amina")).level is Level.DIGEST
    assert chosen(other, world.actor("amina")).level is Level.EVERYTHING
    as_(None).client.post(path(stop_url(Stops.DISCUSSION, world.chidi.id, one.id)))
    assert chosen(one, world.actor("chidi")).own is None, "who cannot read there has nothing to stop"


def test_a_lists_link_stops_what_one_follows(world: World, as_: AS) -> None:
    world.amina.asked_mail = AskedMail.SETTLED
    db.session.commit()
    as_(None).client.post(path(stop_url(Stops.LISTS, world.amina.id)))
    db.session.expire_all()
    assert world.amina.asked_mail is AskedMail.OFF


@pytest.mark.parametrize("wrong", ["", "x", "d1", "d1.AAAA", "d999999.", "1"])
def test_a_guessed_link_finds_nothing(world: World, as_: AS, wrong: str) -> None:
    nobody = as_(None)
    assert nobody.client.get(f"/mail/{wrong}").status_code in {404, 308}
    assert nobody.client.post(f"/mail/{wrong}").status_code in {404, 308}


def test_a_closed_accounts_link_is_gone(world: World, as_: AS) -> None:
    link = path(stop_url(Stops.DIGESTS, world.amina.id))
    world.amina.active = False
    db.session.commit()
    assert as_(None).client.post(link).status_code == 404
