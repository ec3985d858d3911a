"""The pages on which moderators split, merge, put several discussions in order, and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion
from tests.client import StrictClient
from tests.factories.places import ids, latest, posts
from tests.integration.forums.conftest import Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def test_a_split_takes_three_presses(as_: As, long: Talk) -> None:
    """The post's menu, “Split from here”, “Split”: what goes and what it would be called is filled in."""
    marek, url = as_("marek"), f"{long.url}/split"
    [start] = ids(long.discussion_id, 4)
    assert marek.get(long.url).find_all("a", href=f"{url}?from={start}")
    assert not as_("amina").get(long.url).find_all("a", href=f"{url}?from={start}")
    page = marek.get(f"{url}?from={start}")
    assert "3 posts by 3 people go into a new discussion" in page.text
    assert "3 posts stay" in page.text
    form = {**page.values(), "post": [str(each) for each in ids(long.discussion_id, 4, 5, 6)]}
    done = marek.post(url, form)
    assert done.status == 303
    assert "tomos goes on." in marek.get(str(done.location)).text
    assert posts(long.discussion) == [1, 2, 3]


def test_another_choice_is_counted_again_before_it_is_done(as_: As, long: Talk) -> None:
    marek, url = as_("marek"), f"{long.url}/split"
    page = marek.get(f"{url}?from={ids(long.discussion_id, 4)[0]}")
    form = {**page.values(), "post": [str(each) for each in ids(long.discussion_id, 2, 4)]}
    again = marek.post(url, form)
    assert again.status == 200
    assert "2 posts by 2 people" in again.text
    assert posts(long.discussion) == [1, 2, 3, 4, 5, 6]
    form["counted"] = again.values()["counted"]
    assert marek.post(url, form).status == 303
    assert posts(long.discussion) == [1, 3, 5, 6]


def test_a_merge_says_beforehand_what_it_does_and_the_log_undoes_it(
    as_: As, long: Talk, other: Discussion, actor_for: ActorFor, mailbox: list[Any], run_outbox: Callable[[], Any]
) -> None:
    marek = as_("marek")
    db.session.commit()
    form = {"into": str(other.number), "reason": "The same question"}
    asked = marek.post(f"{long.url}/merge", form, confirmed=False)
    assert "6 posts by 3 people go from “Curly arrows” into “Tea”" in asked.text
    assert marek.post(f"{long.url}/merge", form).status == 303
    merged = latest().id
    log = marek.get("/networks/s215/moderation")
    assert "Discussions merged (6 posts)" in log.text
    assert "The same question" in as_("amina").get("/networks/s215/moderation").text
    assert "The same question" not in as_("saoirse").get("/networks/s215/moderation").text
    assert as_("chidi").get("/networks/s215/moderation").status == 404
    notice = as_("amina").get("/inbox")
    assert "What you wrote in “Curly arrows” stands in “Tea” now" in notice.text
    services.retitle_discussion(actor_for("marek"), other, "Hot drinks")
    db.session.commit()
    assert "stands in “Hot drinks” now" in as_("amina").get("/inbox").text, "as it is called now"
    owed = run_outbox()
    assert not [each for each in mailbox if "stands in" in each.text], owed
    undo = f"/networks/s215/moderation/{merged}/undo"
    assert as_("amina").post(undo).status == 404
    assert marek.post(undo).status == 303
    assert posts(long.discussion) == [1, 2, 3, 4, 5, 6]
    assert "This was undone" in marek.get("/networks/s215/moderation").text
    assert "What you wrote in" not in as_("ben").get("/inbox").text


def test_several_discussions_are_put_in_order_at_once(as_: As, long: Talk, world: World, actor_for: ActorFor) -> None:
    second = services.start_discussion(actor_for("ben"), world.forum(), "More arrows", "Again.")
    db.session.commit()
    marek, url = as_("marek"), "/networks/s215/forums/tricky-topics/several"
    assert marek.get(url).status == 200
    assert as_("amina").get(url).status == 403
    both = [str(long.discussion_id), str(second.id)]
    form = {"discussion": both, "what": "lock", "kind": "cafe", "reason": "Over for this year"}
    asked = marek.post(url, form, confirmed=False)
    assert "2 discussions: “Curly arrows”, “More arrows”." in asked.text
    assert not second.locked
    assert marek.post(url, form).status == 303
    assert (second.locked, second.lock_reason) == (True, "Over for this year")
    assert marek.post(url, {**form, "discussion": []}).status == 422
    assert marek.post(url, {**form, "what": "merge", "reason": "One question"}).status == 303
    assert len(posts(long.discussion)) == 7
    assert counts_that_are_off() == []
