"""What sends letters, ends, closes, publishes, deletes or moves many asks once, on a page that needs no script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.forums.models import Post, PostState
from app.forums.services import start_discussion
from app.workshops.models import Workshop
from tests.factories.boards import a_card, loaded
from tests.factories.replies import a_reply, an_issue
from tests.factories.workshops import a_workshop
from tests.people import World

ONE = "/networks/s215/workshops/1"


def asked(client: Any, url: str, form: dict[str, Any] | None = None) -> Any:
    """The question that this form meets."""
    page = client.post(url, form, confirmed=False)
    assert page.status == 200, page.text[:300]
    assert page.values()["confirmed"] == "yes"
    assert "Leave it as it is" in page.text
    return page


def answered(client: Any, url: str, question: Any) -> Any:
    """Its one button, pressed as a browser would: with what the page holds and nothing else."""
    held = {name: text for name, text in question.values().items() if name and name not in {"q", "csrf_token"}}
    return client.post(url, held, once=False, confirmed=False)


def test_a_post_is_not_removed_at_one_press(world: World, as_: Any) -> None:
    talk = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    post = db.session.query(Post).filter_by(discussion_id=talk.id).one()
    url, marek = f"/networks/s215/posts/{post.id}/remove", as_("marek")
    question = asked(marek, url, {"reason": "It names a student."})
    assert db.session.get_one(Post, post.id).state is PostState.VISIBLE
    assert "cannot be undone" in question.text
    assert answered(marek, url, question).status == 303
    gone = db.session.get_one(Post, post.id)
    assert (gone.state, gone.state_reason) == (PostState.REMOVED, "It names a student.")


def test_without_its_reason_there_is_nothing_to_ask(world: World, as_: Any) -> None:
    talk = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    post = db.session.query(Post).filter_by(discussion_id=talk.id).one()
    refused = as_("marek").post(f"/networks/s215/posts/{post.id}/remove", {"reason": " "}, confirmed=False)
    assert refused.status == 422
    assert "Remove for good" in refused.text


def catching_up(world: World) -> Workshop:
    room = a_workshop(world, "catch_up")
    room.closes_at = clock.now() + timedelta(days=3, hours=1)
    db.session.flush()
    for words in ("Arrows", "Moles", "Acids"):
        a_card(world, room, words, by="amina")
    db.session.commit()
    return room


def as_it_stands(room: Workshop) -> dict[str, str]:
    return {"version": str(loaded(room).version)}


def test_opening_the_ballot_early_says_what_it_does_and_to_how_many(world: World, as_: Any) -> None:
    room, marek = catching_up(world), as_("marek")
    version = room.version
    question = asked(marek, f"{ONE}/steps/open_ballot", {"version": str(version)})
    for words in ("2 people get a letter now", "Cards can no longer be added", "3 cards stand alone", "3 days sooner"):
        assert words in question.text
    assert db.session.get_one(Workshop, room.id).state == "catch_up"
    assert answered(marek, f"{ONE}/steps/open_ballot", question).status == 303
    assert db.session.get_one(Workshop, room.id).state == "final_ballot"
    closing = asked(marek, f"{ONE}/steps/close", as_it_stands(room))
    assert "0 of 3 ballots in" in closing.text
    assert "reopened" in closing.text or "opened again" in closing.text


def test_what_stood_on_the_old_page_is_still_asked_for(world: World, as_: Any) -> None:
    """The question carries the version along: whoever was slower is told, and changes nothing."""
    room, marek = catching_up(world), as_("marek")
    question = asked(marek, f"{ONE}/steps/open_ballot", {"version": str(room.version)})
    marek.post(f"{ONE}/steps/close", as_it_stands(room))
    assert answered(marek, f"{ONE}/steps/open_ballot", question).status == 409


def test_whoever_may_not_is_refused_and_not_asked(world: World, as_: Any) -> None:
    catching_up(world)
    assert as_("amina").post(f"{ONE}/steps/open_ballot", confirmed=False).status in {403, 404}
    assert as_("chidi").post(f"{ONE}/steps/open_ballot", confirmed=False).status == 404


@pytest.mark.parametrize(("state", "sent"), [("draft", False), ("scheduled", True)])
def test_inviting_asks_where_it_sends_letters_and_not_before(world: World, as_: Any, state: str, sent: bool) -> None:
    a_workshop(world, state)
    form = {"people": str(world.dilys.id), "part": "participant"}
    if sent:
        assert "1 person gets a letter now" in asked(as_("marek"), f"{ONE}/invite", form).text
    else:
        assert as_("marek").post(f"{ONE}/invite", form, confirmed=False).status == 303


def test_a_reply_tells_whoever_spoke_and_counts_nobody(world: World, as_: Any) -> None:
    a_reply(world, an_issue(world, "Too much at once"), state="approved")
    db.session.commit()
    question = asked(as_("marek"), "/networks/s215/replies/1/publish")
    said = question.text.split("Publish this reply?")[-1].split("Leave it as it is")[0]
    assert "Everyone who raised it, posted under it or voted on it is told once" in said
    assert re.findall(r"\d", said) == [], "a number would say how many voted"


@pytest.mark.parametrize("url", ["/account/tokens/1/revoke", "/networks/s215/members/leave", "/admin/people/1/close"])
def test_a_question_changes_nothing_and_leaves_no_receipt(world: World, as_: Any, url: str) -> None:
    who = as_("ada" if "admin" in url else "amina")
    first = who.post(url, {"form_key": "k"}, confirmed=False)
    assert first.status == who.post(url, {"form_key": "k"}, confirmed=False).status == 200


def test_going_back_behind_the_straw_vote_is_asked_and_no_other_step_of_the_room(world: World, as_: Any) -> None:
    room, marek = a_workshop(world, "scheduled"), as_("marek")
    marek.post(f"{ONE}/steps/start", as_it_stands(room))
    kinds = [phase.kind for phase in loaded(room).phases]
    for _ in range(kinds.index("vote")):
        assert marek.post(f"{ONE}/room/next", {"version": str(loaded(room).version)}, confirmed=False).status == 303
    question = asked(marek, f"{ONE}/room/back", {"version": str(loaded(room).version)})
    assert "The straw vote is void then" in question.text
    assert loaded(room).phase_ix == kinds.index("vote")
    assert answered(marek, f"{ONE}/room/back", question).status == 303
    assert loaded(room).phase_ix == kinds.index("vote") - 1
    assert marek.post(f"{ONE}/room/back", {"version": str(loaded(room).version)}, confirmed=False).status == 303


def test_the_answer_is_no_word_that_anybody_typed(world: World, as_: Any) -> None:
    """An error page shows what was typed, and only that."""
    room, marek = catching_up(world), as_("marek")
    late = {"version": str(room.version), "reason": "Nobody can come."}
    marek.post(f"{ONE}/steps/open_ballot", as_it_stands(room))
    refused = marek.post(f"{ONE}/steps/cancel", late)
    assert refused.status == 409
    assert "Nobody can come." in refused.text
    assert [each.get("name") for each in refused.find_all("textarea") if (each.text or "").strip() == "yes"] == []
    assert "Confirmed" not in refused.text


@pytest.mark.parametrize(
    ("who", "url", "form", "about"),
    [
        ("marek", "/networks/s215/replies/1/publish", {}, "Weeks 12 and 13 carry too much"),
        ("amina", "/networks/s215/members/leave", {}, "S215 Chemistry: essential concepts"),
        ("marek", f"{ONE}/invite", {"people": "1"}, "What is tricky in Block 2?"),
    ],
)
def test_a_question_names_what_it_is_about(
    world: World, as_: Any, who: str, url: str, form: dict[str, str], about: str
) -> None:
    a_workshop(world, "scheduled")
    a_reply(world, an_issue(world), state="approved")
    db.session.commit()
    lede = [each.text for each in asked(as_(who), url, form).find_all("p", class_="lede")]
    assert len(lede) == 1
    assert about in lede[0]


@pytest.mark.parametrize("url", ["/networks/s215/replies/1/publish", "/networks/s215/members/leave"])
def test_a_stranger_is_asked_nothing(as_: Any, url: str) -> None:
    assert as_("chidi").post(url, confirmed=False).status == 404


def test_a_title_that_is_withheld_from_a_reader_is_in_no_question(world: World, as_: Any) -> None:
    talk = start_discussion(world.actor("amina"), world.forum(), "A title of her own", "They guess.")
    post = db.session.query(Post).filter_by(discussion_id=talk.id).one()
    db.session.commit()
    refused = as_("ravi").post(f"/networks/s215/posts/{post.id}/remove", {"reason": "Why?"}, confirmed=False)
    assert refused.status in {403, 404}
    assert "A title of her own" not in refused.text
