"""Reading: the forums, a forum's list, a discussion and the address of a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.models import ForumKind
from app.networks.models import Membership
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def test_the_forums_say_what_they_are_for_and_what_was_last(as_: As, talk: Talk, world: World) -> None:
    services.ensure_forums(world.s215.id)
    page = as_("spencer").get("/networks/s215/forums")
    for words in ("Tricky Topics", "Concepts that students get stuck on", "Curly arrows", "1 discussion", "Ben"):
        assert words in page.text
    assert "Chain rule" not in page.text


def test_the_networks_page_shows_the_forums_and_leads_there(as_: As, talk: Talk) -> None:
    page = as_("amina").get("/networks/s215")
    assert "Curly arrows" in page.text
    assert page.find_all("a", href="/networks/s215/forums")


def test_a_forum_and_a_list_of_a_network_do_not_go_by_the_same_name(as_: As, talk: Talk, world: World) -> None:
    services.ensure_forums(world.s215.id)
    page = as_("amina").get("/networks/s215")
    parts = {"".join(each.itertext()).strip() for each in page.find_all("a") if "/forums/" not in each.get("href", "")}
    assert {"Tricky Topics", "Additional issues", "Interventions"} <= parts
    assert {kind.called for kind in ForumKind}.isdisjoint(parts)
    assert "About Tricky Topics" in as_("amina").get("/networks/s215/forums").text


def test_ensuring_the_forums_twice_changes_nothing(world: World) -> None:
    services.ensure_forums(world.s215.id)
    services.ensure_forums(world.s215.id)
    assert len({world.forum(kind).id for kind in ForumKind}) == 7


def test_a_discussion_shows_who_said_what_with_roles_and_anchors(as_: As, talk: Talk) -> None:
    page = as_("tomos").get(talk.url)
    for words in ("Curly arrows", "Amina", "Ben", "AL", "Same here", "answers post 1", "20 July 2018, 13:00"):
        assert words in page.text
    assert page.find_all("article", id=f"post-{talk.first_id}")
    assert page.find_all("article", id=f"post-{talk.answer_id}")
    assert '<span class="arithmatex">\\(\\ce{H+}\\)</span>' in page.html
    assert "<em>proton</em>" in page.html


def test_each_reader_is_offered_what_is_theirs_whoever_read_before(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    def offered(name: str) -> set[str | None]:
        article = as_(name).get(talk.url).find_all("article", id=f"post-{talk.first_id}")[0]
        return {link.text for link in article.iter("a")} & {"Reply", "Edit", "More", "a Tricky Topic"}

    before = {name: offered(name) for name in ("amina", "ben", "marek", "spencer")}
    assert before["amina"] == {"Reply", "Edit", "More", "a Tricky Topic"}
    assert before["ben"] == {"Reply", "More", "a Tricky Topic"}
    assert before["marek"] == {"Reply", "More", "a Tricky Topic"}
    assert before["spencer"] == {"More"}
    assert {name: offered(name) for name in before} == before
    services.lock(actor_for("marek"), talk.discussion, locked=True)
    db.session.commit()
    assert "Reply" not in offered("ben") | offered("amina")


def test_a_stranger_finds_nothing(as_: As, talk: Talk) -> None:
    for url in (talk.url, talk.post_url(talk.first_id), "/networks/s215/forums", "/networks/s215/forums/tricky-topics"):
        assert as_("chidi").get(url).status == 404
        assert as_("ada").get(url).status == 404


def test_another_networks_posts_are_not_found_under_this_one(as_: As, talk: Talk) -> None:
    for verb in ("", "edit", "history", "options"):
        assert as_("amina").get(talk.post_url(talk.elsewhere_id, verb)).status == 404


def test_an_unknown_forum_discussion_or_post_is_not_found(as_: As, talk: Talk) -> None:
    for url in ("/networks/s215/forums/pub", "/networks/s215/discussions/999", "/networks/s215/posts/99999"):
        assert as_("amina").get(url).status == 404


def test_the_address_of_a_post_leads_to_its_place(as_: As, talk: Talk) -> None:
    page = as_("amina").get(talk.post_url(talk.answer_id))
    assert (page.status, page.location) == (302, talk.place_of(2))


def test_a_long_discussion_has_pages_of_fifty(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    for number in range(3, 54):
        services.publish_post(actor_for("ben"), talk.discussion, f"Post number {number}.")
    first, second = as_("amina").get(talk.url), as_("amina").get(f"{talk.url}?page=2")
    assert len(first.find_all("article")) == 50
    assert first.find_all("a", href=f"{talk.url}/last"), "jump to the last"
    assert as_("amina").get(f"{talk.url}/last").location == talk.place_of(53)
    assert [e.get("data-number") for e in second.find_all("article")] == ["51", "52", "53"]
    last = second.find_all("article")[-1].get("data-id")
    for address in ("?page=99", f"?post={last}"):
        assert as_("amina").get(talk.url + address).find_all("article", id=f"post-{last}")
    for address in ("?page=x", "?post=x", f"?post={talk.elsewhere_id}"):
        assert as_("amina").get(talk.url + address).find_all("article", id=f"post-{talk.first_id}")


def test_an_address_that_ends_with_a_number_still_finds_its_post(as_: As, talk: Talk) -> None:
    found = as_("amina").get(f"{talk.url}/posts/2")
    assert found.location == talk.post_url(talk.answer_id)
    assert as_("amina").get(f"{talk.url}/posts/9").status == 404
    assert as_("chidi").get(f"{talk.url}/posts/2").status == 404


def test_the_list_has_pages_and_pinned_discussions_first(
    as_: As, talk: Talk, world: World, actor_for: ActorFor
) -> None:
    for number in range(35):
        services.start_discussion(actor_for("ben"), world.forum(), f"Talk {number:02}", "Words.")
    services.pin(actor_for("marek"), talk.discussion, pinned=True)
    first = as_("amina").get("/networks/s215/forums/tricky-topics")
    titles = [a.text for h in first.find_all("h2", class_="entry-title") for a in h.iter("a")]
    assert titles[0] == "Curly arrows"
    assert titles[1] == "Talk 34"
    assert len(titles) == 31
    older = next(e.get("href") for e in first.find_all("a", rel="next"))
    second = as_("amina").get(str(older))
    rest = [a.text for h in second.find_all("h2", class_="entry-title") for a in h.iter("a")]
    assert rest == [f"Talk {number:02}" for number in range(4, -1, -1)]


def test_a_discussion_nobody_has_spoken_in_is_not_listed(as_: As, world: World, actor_for: ActorFor) -> None:
    opened = services.open_discussion(actor_for("amina"), world.s215.id, ForumKind.TRICKY_TOPICS, "Under a topic")
    assert "Under a topic" not in as_("amina").get("/networks/s215/forums/tricky-topics").text
    assert "Nobody has spoken yet" in as_("amina").get(f"/networks/s215/discussions/{opened.number}").text


def test_queries_do_not_grow_with_posts(as_: As, talk: Talk, actor_for: ActorFor, count_queries: Any) -> None:
    def queries() -> list[str]:
        client = as_("amina")
        client.get(talk.url)  # caches of the first visit
        with count_queries() as seen:
            client.get(talk.url)
        return list(seen)

    few = queries()
    for number in range(40):
        services.publish_post(actor_for("ben" if number % 2 else "tomos"), talk.discussion, f"More {number}.")
    many = queries()
    assert len(many) == len(few) + 1, many  # the days of a long discussion, once it is long
    assert len(few) <= 9, few  # one of them says what is new


def test_queries_of_the_lists_do_not_grow(
    as_: As, talk: Talk, world: World, actor_for: ActorFor, count_queries: Any
) -> None:
    def queries(url: str) -> int:
        with count_queries() as seen:
            as_("amina").get(url)
        return len(seen)

    urls = ("/networks/s215/forums", "/networks/s215/forums/tricky-topics")
    few = [queries(url) for url in urls]
    for number in range(25):
        services.start_discussion(actor_for("ben"), world.forum(), f"Talk {number}", "Words.")
    db.session.commit()
    assert [queries(url) for url in urls] == few


def test_a_page_of_twenty_posts_is_light(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    for _ in range(18):
        services.publish_post(actor_for("ben"), talk.discussion, "word " * 132)
    page = as_("amina").get(talk.url)
    assert len(page.html.encode()) < 62_000


def test_who_left_and_asked_for_it_is_named_by_their_role(as_: As, talk: Talk, world: World) -> None:
    mine = db.session.query(Membership).filter_by(person_id=world.amina.id)
    mine.update({"left_at": FRIDAY, "name_withheld": True})
    db.session.commit()
    history, reply = talk.post_url(talk.first_id, "history"), f"{talk.url}/reply?to={talk.first_id}"
    for url in (talk.url, "/networks/s215/forums", "/networks/s215/forums/tricky-topics", history, reply):
        assert "Amina" not in as_("ben").get(url).text, url
    assert "AL, former member" in as_("ben").get(talk.url).text
    mine.update({"name_withheld": False})
    db.session.commit()
    assert "Amina" in as_("ben").get(talk.url).text
