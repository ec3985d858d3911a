"""Naming people and roles: who is told, what stands there for whom, and what is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.forums import queries, services
from app.forums.models import Level
from app.networks.models import Membership, Role
from app.networks.queries import network
from app.networks.services import invite, remove_member
from app.notifications.models import Notice
from tests.client import Page, StrictClient
from tests.factories.notices import words_for
from tests.integration.forums.conftest import Talk
from tests.people import IDS, World

AS = Callable[[str | None], StrictClient]
TOMOS, BEN, CHIDI = (f"@{{{name.title()}, {IDS[name]}:1}}" for name in ("tomos", "ben", "chidi"))


def told(name: str) -> list[Notice]:
    mine = select(Notice).where(Notice.person_id == IDS[name], Notice.kind == "mention")
    return list(db.session.scalars(mine))


def offers(client: StrictClient, asked: str) -> Page:
    return client.get(f"/networks/s215/names{asked}", headers={"HX-Request": "true"})


def edit(world: World, post_id: int, words: str) -> None:
    amina = world.actor("amina")
    services.edit_post(amina, queries.post(post_id, seen_by=amina), words)


def test_who_is_named_is_told_once_with_a_link_to_the_post(world: World, talk: Talk) -> None:
    post = services.publish_post(world.actor("amina"), talk.discussion, f"See what {TOMOS} says, {TOMOS}!")
    assert words_for(world, "tomos") == [("You are named in “Curly arrows”", "By Amina")]
    assert told("tomos")[0].url == talk.post_url(post.id)
    assert told("amina") == told("ben") == []


def test_the_text_is_stored_without_the_name(world: World, talk: Talk) -> None:
    post = services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    assert "Tomos" not in post.body_md + post.body_html


def test_a_page_shows_the_name_of_today_and_says_who_is_meant(world: World, talk: Talk, as_: AS) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    world.tomos.name = "Tomos <b>ap</b> Rhys"
    db.session.commit()
    assert "See @Tomos <b>ap</b> Rhys." in as_("ben").get(talk.url).text
    assert as_("tomos").get(talk.url).find_all("b", class_="mention mention--own")
    assert not as_("ben").get(talk.url).find_all("b", class_="mention mention--own")


def test_a_withheld_name_stays_withheld(world: World, talk: Talk, as_: AS) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    member = db.session.scalars(select(Membership).where(Membership.person_id == IDS["tomos"])).one()
    member.left_at, member.name_withheld = member.joined_at, True
    db.session.commit()
    page = as_("ben").get(talk.url)
    assert "@Module team, former member" in page.text
    assert "Tomos" not in page.text


@pytest.mark.parametrize("words", [f"> {TOMOS}\n> wrote", f"`{TOMOS}`", f"```\n{TOMOS}\n```"])
def test_names_in_quotations_and_code_tell_nobody(world: World, talk: Talk, words: str) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, words + "\n\nI agree.")
    assert told("tomos") == []


def test_an_edit_tells_only_those_who_were_not_named_before(world: World, talk: Talk) -> None:
    post = services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    for words in (f"See {TOMOS} and {BEN}.", f"See {TOMOS}, and {BEN}."):
        edit(world, post.id, words)
    assert (len(told("tomos")), len(told("ben"))) == (1, 1)


def test_whoever_may_not_read_hears_nothing_then_may_then_leaves(world: World, talk: Talk, as_: AS) -> None:
    amina, marek = world.actor("amina"), world.actor("marek")
    services.publish_post(amina, talk.discussion, f"Ask {CHIDI}.")
    assert told("chidi") == []
    assert "Ask @member." in as_("ben").get(talk.url).text, "who never belonged here has no name here"
    db.session.expunge_all()  # with the module, which a network of the cast has not
    here = network("s215", seen_by=marek)
    invite(marek, here, email=world.chidi.email, name="Chidi", role=Role.AL)
    assert told("chidi") == [], "what was said before is not told"
    post = services.publish_post(amina, talk.discussion, f"Ask {CHIDI} again.")
    assert len(told("chidi")) == 1
    member = db.session.scalars(select(Membership).filter_by(person_id=IDS["chidi"], network_id=1)).one()
    remove_member(marek, here, member.id, "Left the module.")
    db.session.commit()
    edit(world, post.id, f"Ask {CHIDI}, {BEN}.")
    assert len(told("chidi")) == 1
    assert as_("chidi").get(talk.url).status == 404
    assert "You are named" not in as_("chidi").get("/inbox").text


def test_nobody_is_told_who_mutes_or_reads_the_digest(world: World, talk: Talk) -> None:
    services.follow(world.actor("tomos"), world.forum(), Level.DIGEST)
    services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    assert told("tomos") == []


def test_a_role_tells_those_who_hold_it(world: World, talk: Talk) -> None:
    services.publish_post(world.actor("dilys"), talk.discussion, "@{the module team, team:1}, please look.")
    assert (len(told("tomos")), len(told("dilys")), len(told("marek"))) == (1, 0, 0)
    services.publish_post(world.actor("amina"), talk.discussion, "@{moderators:1}")
    assert len(told("marek")) == 1


def test_a_token_of_another_network_names_nobody(world: World, talk: Talk, as_: AS) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, f"@{{{IDS['maud']}:2}} and @{{team:2}}")
    assert told("maud") == []
    db.session.commit()
    assert "Maud" not in as_("ben").get(talk.url).text


def test_a_post_that_is_gone_is_no_news(world: World, talk: Talk) -> None:
    post = services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    services.hide_post(world.actor("marek"), post, "For now.")
    assert told("tomos") == []


def test_a_name_written_by_hand_means_the_one_who_bears_it(world: World, talk: Talk) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, "See @{tomos} and @{Nobody At All}.")
    assert len(told("tomos")) == 1


def test_the_list_offers_who_reads_here_and_strangers_get_404(world: World, as_: AS) -> None:
    page = offers(as_("amina"), "?key=@&text=tom").html
    assert "@{Tomos, " in page
    assert offers(as_("amina"), "?key=@&text=chidi").status == 204
    assert offers(as_("amina"), "?key=@&text=amina").status == 204
    assert "tells 2 people" in offers(as_("amina"), "?key=@&text=module").html
    assert offers(as_("chidi"), "?key=@&text=tom").status == 404
    assert offers(as_("ada"), "?key=@&text=tom").status == 404


def test_many_are_told_only_after_it_was_said_how_many(world: World, talk: Talk, as_: AS) -> None:
    for name in ("ben", "wanda", "ravi", "saoirse"):
        team = Membership(network_id=1, person_id=IDS[name], role=Role.MODULE_TEAM, joined_at=clock.now())
        db.session.add(team)
    db.session.commit()
    client = as_("amina")
    form = {"body": "@{team:1}, look."}
    asked = client.post(f"{talk.url}/reply", form)
    assert "which tells 6 people" in asked.text
    assert client.post(f"{talk.url}/reply", form | {"many_checked": "y"}).status == 303


def test_editing_shows_the_name_and_keeps_the_token(world: World, talk: Talk, as_: AS) -> None:
    post = services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    db.session.commit()
    page = as_("amina").get(talk.post_url(post.id, "edit"))
    assert page.values()["body"].strip() == f"See {TOMOS}."


def test_a_page_asks_once_for_all_names(world: World, talk: Talk, as_: AS, count_queries: Callable[[], Any]) -> None:
    client = as_("ben")
    services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS}.")
    db.session.commit()
    with count_queries() as one:
        client.get(talk.url)
    for _ in range(5):
        services.publish_post(world.actor("amina"), talk.discussion, f"See {TOMOS} and {BEN}, @{{team:1}}.")
    db.session.commit()
    with count_queries() as many:
        client.get(talk.url)
    assert len(many) == len(one)
