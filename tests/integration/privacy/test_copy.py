"""A copy of everything about oneself: what one wrote, what is recorded, and nothing of others' beyond titles."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from app.accounts.models import TokenScope
from app.accounts.services import make_token
from app.actions import services as actions
from app.core.db import db
from app.forums.services import edit_post, first_post, publish_post, start_discussion
from app.interventions.services import support
from app.networks.services import leave
from app.topics.services import cast_vote
from app.workshops.models import Anonymity, Theme
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.factories.ballots import a_ballot, the_round, vote
from tests.factories.boards import a_card, a_room
from tests.factories.interventions import a_topic, an_intervention
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.privacy.conftest import FULL
from tests.people import World

AS = Callable[[str | None], StrictClient]
PAGE, FILE = "/account/data", "/account/data/everything-about-me.zip"


def ask(client: StrictClient, password: str = PASSWORD) -> Any:
    return client.post(PAGE, {"current_password": password})


def copy_of(client: StrictClient) -> tuple[dict[str, list[dict[str, Any]]], str]:
    """The copy as the program reads it, by section, and as the person does."""
    page = ask(client)
    assert page.status == 303, page.text
    answer = client.get(page.location).answer
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"everything-about-me.html", "everything-about-me.json", "own-data.css"}
        found = json.loads(archive.read("everything-about-me.json"))
        html = archive.read("everything-about-me.html").decode()
    return {each["key"]: each["rows"] for each in found["sections"]}, html


def test_a_copy_holds_what_one_wrote_and_what_is_recorded(world: World, as_: AS, amina: Any) -> None:
    me, ben = world.actor("amina"), world.actor("ben")
    own = start_discussion(me, world.forum(), "Arrows point backwards", "Half of them <b>draw</b> it so.")
    edit_post(me, first_post(own), "More than half draw it so.")
    theirs = start_discussion(ben, world.forum(), "Who else sees it?", "Words of Ben alone.")
    publish_post(me, theirs, "I see it, too.")
    topic = a_topic(world, "Curly arrows")
    cast_vote(me, topic)
    support(me, an_intervention(world))
    action = an_action(world, owner="amina")
    actions.note_progress(me, action, "The script is written.")
    make_token(me, amina, "figures for the report", scope=TokenScope.TOPICS)
    db.session.commit()
    found, html = copy_of(as_("amina"))
    assert found["person.id"][0]["e-mail address"] == "amina@example.org"
    assert "Arrows point backwards" in {row["title"] for row in found["discussion.author_id"]}
    assert [(row["discussion"], row["words"]) for row in found["post.author_id"]] == [
        ("Arrows point backwards", "More than half draw it so."),
        ("Who else sees it?", "I see it, too."),
    ], "and nothing of what was said in between"
    assert [row["words"] for row in found["post_revision.replaced_by_id"]] == ["Half of them <b>draw</b> it so."]
    assert [row["Tricky Topic"] for row in found["vote.person_id"]] == ["Curly arrows"]
    assert found["support.person_id"][0]["intervention"]
    assert [(row["action"], row["words"]) for row in found["progress_note.author_id"]] == [
        (action.title, "The script is written.")
    ]
    assert [row["title"] for row in found["action.owner_id"]] == [action.title]
    assert [row["label"] for row in found["api_token.person_id"]] == ["figures for the report"]
    assert [row["network"] for row in found["membership.person_id"]] == ["S215"]
    assert found["sign_in.person_id"][0]["browser"] == "A browser"
    assert found["subscription.person_id"]
    assert "ask for a copy of everything" in {row["what was done"] for row in found["audit_entry.actor_id"]}
    assert "Half of them &lt;b&gt;draw&lt;/b&gt; it so." in html, "what was pasted stays text"
    for silent in ("Words of Ben alone.", "ben@example.org", "ln_", amina.password_hash):
        assert silent not in json.dumps(found) + html


def test_of_a_network_that_one_has_left_only_ones_own_words_are_in_it(world: World, as_: AS, amina: Any) -> None:
    theirs = start_discussion(world.actor("ben"), world.forum(), "A title of Ben", "Words of Ben.")
    publish_post(world.actor("amina"), theirs, "My own words.")
    action = an_action(world, owner="amina")
    title = action.title
    db.session.commit()
    assert title in str(copy_of(as_("amina"))[0])
    leave(world.actor("amina"), world.s215, withhold_name=False)
    db.session.commit()
    found, html = copy_of(as_("amina"))
    assert [row["words"] for row in found["post.author_id"]] == ["My own words."]
    assert found["post.author_id"][0]["network"] == "S215"
    for gone in ("A title of Ben", title, "Live by week 15."):
        assert gone not in json.dumps(found) + html
    assert found["membership.person_id"][0]["left at"]


def test_of_workshops_it_holds_what_carries_ones_name_and_of_a_sealed_ballot_nothing_while_it_is_open(
    world: World, as_: AS, amina: Any
) -> None:
    named = a_room(world, "collecting", Anonymity.NAMED)
    a_card(world, named, "A card with my name.")
    a_card(world, named, "A card of Ben.", by="ben")
    unattributed = a_room(world, "collecting", Anonymity.UNATTRIBUTED)
    a_card(world, unattributed, "A card of nobody.")
    ballot = a_ballot(world)
    vote(world, ballot, "amina", "BA")
    found, html = copy_of(as_("amina"))
    assert [row["words"] for row in found["workshop_contribution.author_id"]] == ["A card with my name."]
    everything = json.dumps(found) + html
    assert "A card of nobody." not in everything
    assert "A card of Ben." not in everything
    assert (found["workshop_ballot.person_id"], found["workshop_voter.person_id"]) == ([], [])
    the_round(ballot).state = "closed"
    db.session.commit()
    assert len(copy_of(as_("amina"))[0]["workshop_voter.person_id"]) == 1


def test_of_a_ballot_with_names_it_says_how_one_voted(world: World, as_: AS, amina: Any) -> None:
    ballot = a_ballot(world, Anonymity.NAMED)
    for who, letters in (("amina", "BA"), ("ben", "C")):
        vote(world, ballot, who, letters)
    rows = copy_of(as_("amina"))[0]["workshop_ballot.person_id"]
    titles = [db.session.get_one(Theme, theme_id).title for theme_id in the_round(ballot).items]
    assert [row["choices: theme and number"] for row in rows] == [[f"{titles[1]}: 1", f"{titles[0]}: 2"]]
    assert rows[0]["workshop"] == ballot.title


def test_it_asks_for_the_password_and_only_ever_gives_ones_own(world: World, as_: AS, amina: Any) -> None:
    mine = as_("amina")
    assert mine.get(FILE).location.endswith(PAGE), "without the password the page asks for it"
    page = ask(mine, "something else entirely")
    assert (page.status, "not your present password" in page.text or "password" in page.text) == (422, True)
    assert mine.get(FILE).location.endswith(PAGE)
    assert copy_of(mine)[0]["person.id"][0]["name"] == FULL
    assert as_("ben").get(FILE).location.endswith(PAGE)
    assert as_(None).get(FILE).status == 401


def test_whoever_took_it_from_somebody_elses_browser_stands_in_the_history(world: World, as_: AS, amina: Any) -> None:
    copy_of(as_("amina"))
    assert "Ask for a copy of everything" in as_("amina").get("/account/record").text


def test_it_reads_row_by_row(world: World, as_: AS, amina: Any, count_queries: Callable[[], Any]) -> None:
    """As many statements for a hundred posts as for one."""
    thread = start_discussion(world.actor("amina"), world.forum(), "Arrows", "The first.")
    db.session.commit()
    client = as_("amina")
    ask(client)
    with count_queries() as few:
        client.get(FILE)
    for number in range(100):
        publish_post(world.actor("amina"), thread, f"Post {number}")
    db.session.commit()
    with count_queries() as many:
        client.get(FILE)
    assert len(few) == len(many) < 160


def test_a_copy_says_whom_one_named_and_what_one_linked(world: World, as_: AS, amina: Any) -> None:
    a_topic(world, "Moles, “n”")
    start_discussion(world.actor("amina"), world.forum(), "Ask", f"Ask @{{{world.ben.id}:1}} of #S215-T1.")
    start_discussion(world.actor("amina"), world.forum(), "Another", f"And @{{{world.tomos.id}:1}}.")
    db.session.commit()
    sections, html = copy_of(as_("amina"))
    assert [row["words"] for row in sections["post.author_id"]] == [
        "Ask @Ben of Moles, “n” (topic 1, suggested).",
        "And @Tomos.",
    ]
    assert "@{" not in html
    assert "And @Tomos." in html
