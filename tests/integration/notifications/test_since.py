"""Since your last visit: what is unread, in the order in which it matters, finished with one press that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from app.accounts.models import SignIn, Visit
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.forums.models import Discussion, Forum, Post
from app.forums.reading.queries import new_by_network, news_of
from app.forums.reading.services import mark_read
from app.forums.services import first_post, publish_post, start_discussion
from app.networks.models import Role
from app.networks.services import add_member, open_network_for
from app.notifications.models import Notice
from app.notifications.since.queries import told
from app.notifications.since.services import ShownNotice, finish, undo_finish
from app.topics import services as topics
from tests.client import Page, StrictClient
from tests.factories.interventions import a_topic
from tests.integration.networks.test_joining import made
from tests.people import World

AS = Callable[[str | None], StrictClient]


def talk(world: World, title: str, who: str = "ben") -> Discussion:
    return start_discussion(world.actor(who), world.forum(), title, "They guess.")


def titles(page: Page) -> list[str]:
    return [each.text_content() for each in page.find_all("span", class_="news-title")]


def fields(page: Page) -> dict[str, Any]:
    """What the button sends: of several fields with one name, all."""
    form = page.find_all("form", action="/since/done")[0]
    sent: dict[str, list[str]] = {}
    for each in form.iter("input"):
        sent.setdefault(each.get("name"), []).append(each.get("value"))
    del sent["csrf_token"]
    return sent


def test_answers_to_me_stand_first_then_what_is_mine_then_the_rest(world: World, as_: AS) -> None:
    mine = talk(world, "Asked by Amina", "amina")
    publish_post(world.actor("ben"), mine, "An answer.", reply_to=first_post(mine))
    topic = a_topic(world, "Raised by Amina")
    talk(world, "Only new")
    topics.move_topic(world.actor("marek"), topic, "accept") if topic.state == "suggested" else None
    topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
    db.session.commit()
    page = as_("amina").get("/home")
    assert titles(page) == ["Asked by Amina", "Raised by Amina", "Only new"]
    assert "Answers you" in page.text
    assert "Your Tricky Topic is now “declined”" in page.text


def test_posts_and_steps_of_one_topic_are_one_line(world: World, as_: AS) -> None:
    topic = a_topic(world, "Curly arrows")
    under = db.session.get_one(Discussion, topic.discussion_id)
    for _ in range(4):
        topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
        topics.move_topic(world.actor("marek"), topic, "reopen", "It is not, any more.")
    publish_post(world.actor("ben"), under, "Words.")
    db.session.commit()
    page = as_("amina").get("/home")
    assert titles(page) == ["Curly arrows"]
    assert "8 changes" in page.text
    assert "1 new" in page.text
    assert len(page.find_all("div", hx_trigger="toggle from:closest details once")) == 2


def test_done_reads_what_the_page_showed_and_nothing_that_came_meanwhile(world: World, as_: AS) -> None:
    topic = a_topic(world, "Curly arrows")
    topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
    shown = talk(world, "ShownNotice")
    db.session.commit()
    reader = as_("amina")
    sent = fields(reader.get("/home"))
    publish_post(world.actor("ben"), shown, "Meanwhile.")
    talk(world, "Begun meanwhile")
    topics.move_topic(world.actor("marek"), topic, "reopen", "It is not, any more.")
    db.session.commit()
    assert reader.post("/since/done", sent).location == "/home?done=1"
    page = reader.get("/home?done=1")
    assert sorted(titles(page)) == ["Begun meanwhile", "Curly arrows", "ShownNotice"]
    assert "All of it is read." in page.text
    assert as_("ben").get("/home?done=1").text.count("All of it is read.") == 0, "what one reads is one's own"


def test_one_press_makes_it_new_again_and_keeps_what_was_read_since(world: World, as_: AS) -> None:
    old, read_since = talk(world, "Old"), talk(world, "Read since")
    db.session.commit()
    reader = as_("amina")
    before = titles(reader.get("/home"))
    reader.post("/since/done", fields(reader.get("/home")))
    assert new_by_network(world.actor("amina")) == {}
    later = publish_post(world.actor("ben"), read_since, "Later.")
    mark_read(world.actor("amina"), read_since, later.id, later.id)
    db.session.commit()
    page = reader.get("/home?done=1")
    assert "Undo" in page.text
    assert reader.post("/since/undo").location == "/home"
    assert titles(reader.get("/home")) == before
    assert news_of([read_since.id, old.id], world.actor("amina"))[read_since.id].posts == 1, (
        "the first, and not the later"
    )
    assert reader.post("/since/undo").status == 403


def test_it_can_be_undone_for_an_hour(world: World) -> None:
    talk(world, "Old")
    amina = world.actor("amina")
    finish(amina, [world.forum()], 10_000, [])
    with clock.standing_at(clock.now() + timedelta(hours=1)), pytest.raises(Refused):
        undo_finish(amina)


def test_done_in_two_tabs_is_done_once_and_undone_as_a_whole(world: World, as_: AS) -> None:
    """The second tab's page is as old as the first's: it takes nothing more, and its undo gives back what it took."""
    topic = a_topic(world, "Curly arrows")
    topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
    talk(world, "Old")
    db.session.commit()
    one, two = as_("amina"), as_("amina")
    sent = fields(one.get("/home"))
    one.post("/since/done", sent)
    two.post("/since/done", sent)
    assert titles(one.get("/home")) == []
    two.post("/since/undo")
    assert sorted(titles(one.get("/home"))) == ["Curly arrows", "Old"]


@pytest.mark.parametrize(
    "sent", [{}, {"newest": "x", "notice": "y"}, {"newest": "-1", "notice": "1-"}, {"notice": "9-٣"}]
)
def test_what_makes_no_sense_changes_nothing(world: World, as_: AS, sent: dict[str, str]) -> None:
    talk(world, "Old")
    db.session.commit()
    reader = as_("amina")
    assert reader.post("/since/done", sent).status == 303
    assert titles(reader.get("/home")) == ["Old"]


def test_anothers_notice_is_neither_marked_nor_shown(world: World, as_: AS) -> None:
    topic = a_topic(world, "Curly arrows")
    topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
    db.session.commit()
    notice = db.session.scalars(select(Notice).where(Notice.person_id == world.amina.id)).one()
    ben = as_("ben")
    ben.post("/since/done", {"notice": f"{notice.id}-{notice.events}"})
    assert ben.get(f"/since/told/{notice.id}").status == 404
    assert len(told(world.actor("amina"))) == 1
    finish(world.actor("ben"), [], 0, [ShownNotice(notice.id, notice.events)])
    assert len(told(world.actor("amina"))) == 1


def test_words_open_in_place_and_mark_nothing(world: World, as_: AS) -> None:
    topic = a_topic(world, "Curly arrows")
    topics.move_topic(world.actor("dilys"), topic, "decline", "It is taught in S111.")
    begun = talk(world, "Old")
    db.session.commit()
    reader = as_("amina")
    page = reader.get("/home")
    for part in page.find_all("div", hx_trigger="toggle from:closest details once"):
        answer = reader.get(part.get("hx-get"), headers={"HX-Request": "true"})
        assert answer.status == 200
        assert "It is taught in S111." in answer.text or "They guess." in answer.text
    assert reader.get(f"/networks/s215/discussions/{begun.number}/new").location.endswith(
        f"/discussions/{begun.number}"
    )
    assert len(titles(reader.get("/home"))) == 2
    assert as_("chidi").get(f"/networks/s215/discussions/{begun.number}/new").status == 404


def been_here(world: World, ago: timedelta) -> None:
    now = clock.real_now()
    db.session.execute(update(Visit).where(Visit.person_id == world.amina.id).values(seen_at=now - ago))
    db.session.execute(update(SignIn).where(SignIn.person_id == world.amina.id).values(seen_at=now - ago))
    db.session.commit()


def visit(client: StrictClient) -> Page:
    """As a browser that was not here for a while: what its cookie says is long ago."""
    with client.client.session_transaction() as held:
        held.pop("seen", None)
    return client.get("/home")


def test_a_visit_ends_after_half_an_hour_and_then_words_what_is_new(world: World, as_: AS) -> None:
    talk(world, "Old")
    db.session.commit()
    amina = as_("amina")
    assert "Since your last visit" not in visit(amina).text, "the first visit"
    been_here(world, timedelta(minutes=30))
    assert "Since your last visit" not in visit(amina).text, "the same visit still, as far as is noted"
    been_here(world, timedelta(hours=2))
    page = visit(amina)
    assert "Since your last visit" in page.text
    assert "You were last here today at" in page.text
    assert page.text.index("To decide and do") < page.text.index("Since your last visit"), "not away for long"
    been_here(world, timedelta(days=3))
    page = visit(amina)
    assert page.text.index("Since your last visit") < page.text.index("To decide and do")
    assert "You were last here on Tuesday" in page.text
    assert "You were last here on Tuesday" in amina.get("/home").text, "for as long as the visit lasts"


def test_a_clock_that_was_wrong_says_nothing_of_a_visit_to_come(world: World, as_: AS) -> None:
    talk(world, "Old")
    db.session.commit()
    amina = as_("amina")
    visit(amina)
    been_here(world, -timedelta(days=400))
    assert "Since your last visit" not in visit(amina).text
    ahead = update(Visit).where(Visit.person_id == world.amina.id)
    db.session.execute(ahead.values(before_at=clock.real_now() + timedelta(days=3)))
    db.session.commit()
    page = amina.get("/home")
    assert "Since your last visit" not in page.text
    assert titles(page) == ["Old"], "what is new follows from what was read, and from no clock"


def test_a_person_of_twenty_networks_with_five_thousand_unread(
    world: World, as_: AS, count_queries: Callable[[], Any]
) -> None:
    reader = as_("amina")
    talk(world, "One")
    db.session.commit()
    reader.get("/home")
    with count_queries() as few:
        reader.get("/home")
    with count_queries() as done_with_few:
        reader.post("/since/done", fields(reader.get("/home")))
    for number in range(19):
        network = open_network_for(None, f"X{number:03}", title="Noise")
        network.state = "active"
        for person in (world.amina, world.maud):
            add_member(network, person, Role.AL)
        forum = db.session.scalars(select(Forum).where(Forum.network_id == network.id).limit(1)).one()
        begun = start_discussion(world.actor("maud"), forum, f"In X{number:03}", "Words.")
        first = first_post(begun)
        values = {each.key: getattr(first, each.key) for each in Post.__table__.columns if each.key != "id"}
        db.session.execute(insert(Post), [values | {"position": place} for place in range(2, 264)])
        newest = db.session.scalar(select(func.max(Post.id)))
        begun.post_count, begun.last_visible_post_id = 263, newest
    db.session.commit()
    reader.get("/home")
    with count_queries() as many:
        page = reader.get("/home")
    assert len(titles(page)) == 19
    assert "99+ new" in page.text
    assert len(many) <= len(few) == 9
    with count_queries() as done_with_many:
        reader.post("/since/done", fields(page))
    assert len(done_with_many) <= len(done_with_few) + 3
    assert titles(reader.get("/home?done=1")) == []
    reader.post("/since/undo")
    assert len(titles(reader.get("/home"))) == 19


@pytest.mark.parametrize("who", ["amina", "marek", "dilys", "spencer"])
def test_home_asks_ten_statements_whatever_one_keeps(
    who: str, world: World, as_: AS, count_queries: Callable[[], Any]
) -> None:
    talk(world, "One")
    as_("chidi").post(made(as_("dilys")))
    db.session.commit()
    reader = as_(who)
    assert ("asks to join" in reader.get("/home").text) == (who in {"marek", "dilys"})
    with count_queries() as asked:
        reader.get("/home")
    assert len(asked) <= 10, "\n".join(asked)


def test_where_one_is_named_stands_among_the_answers(world: World, as_: AS) -> None:
    mention = f"@{{{world.amina.id}:{world.s215.id}}}"
    named = talk(world, "Names Amina")
    publish_post(world.actor("ben"), named, f"What does {mention} say?")
    talk(world, "Only new")
    topic = topics.raise_topic(world.actor("ben"), world.s215, title="Moles", statement_md=f"As {mention} says.")
    db.session.commit()
    page = as_("amina").get("/home")
    assert {*titles(page)[:2]} == {"Moles", "Names Amina"}
    assert page.text.count("Answers you") == 2
    assert "You are named in it" in page.text
    [notice] = [each for each in told(world.actor("amina")) if each.title]
    opened = as_("amina").get(f"/since/told/{notice.id}", headers={"HX-Request": "true"})
    assert "You are named in “Moles”" in opened.text
    assert notice.url == f"/networks/s215/topics/{topic.number}"
    as_("amina").post("/since/done", fields(page))
    assert told(world.actor("amina")) == []
