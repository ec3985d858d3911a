"""Saved searches: kept, asked again, removed; and whoever wants to hears once of all that is new, as far as they may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.forums import services as forums
from app.forums.models import Post
from app.notifications.models import Notice
from app.notifications.reading import words_of
from app.search import jobs, services
from app.search.models import SavedSearch
from app.search.queries import saved_searches
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def told(who: Actor) -> list[str]:
    """The titles of this person's notices about saved searches, as they may read them now."""
    notices = db.session.query(Notice).filter_by(person_id=who.person_id, kind="search").all()
    return [each.title for each in words_of(notices, who).values()]


def speak(actor_for: ActorFor, world: World, who: str, words: str) -> Post:
    begun = forums.start_discussion(actor_for(who), world.forum(), "A discussion", words)
    db.session.commit()
    return db.session.query(Post).filter_by(discussion_id=begun.id).one()


def save(actor_for: ActorFor, who: str = "ben", *, tells: bool = True) -> SavedSearch:
    saved = services.save_search(actor_for(who), name="Buffers", asked="buffers", tells=tells)
    db.session.commit()
    return saved


def test_a_search_is_saved_listed_asked_and_removed(as_: As, world: World) -> None:
    ben = as_("ben")
    page = ben.get("/search?q=buffers")
    assert "Save this search" in page.text
    assert ben.post("/search/saved", {"name": "All of buffers", "asked": "buffers", "slug": "s215"}).status == 303
    listed = ben.get("/search/saved")
    assert "All of buffers" in listed.text
    one = db.session.query(SavedSearch).one()
    assert ben.get(f"/search/saved/{one.id}").location == "/networks/s215/search?q=buffers&order=date"
    for stranger in ("amina", "chidi"):
        assert as_(stranger).get(f"/search/saved/{one.id}").status == 404
        assert as_(stranger).post(f"/search/saved/{one.id}/remove", {}).status == 404
        assert "All of buffers" not in as_(stranger).get("/search/saved").text
    assert ben.post(f"/search/saved/{one.id}/remove", {}).status == 303
    assert not saved_searches(seen_by=Actor(person_id=world.ben.id))


def test_bad_input_saves_nothing(actor_for: ActorFor, world: World) -> None:
    save(actor_for)
    for name, asked in (("", "words"), ("x" * 81, "words"), ("Other", " \u200b"), ("Buffers", "again")):
        with pytest.raises(Invalid):
            services.save_search(actor_for("ben"), name=name, asked=asked, tells=False)
    for at in range(services.MOST_SAVED - 1):
        services.save_search(actor_for("ben"), name=f"Number {at}", asked="words", tells=False)
    with pytest.raises(Invalid):
        services.save_search(actor_for("ben"), name="One too many", asked="words", tells=False)
    with pytest.raises(NotFound):
        services.save_search(Actor(), name="Nobody's", asked="words", tells=False)


def test_whoever_asked_hears_once_of_all_that_is_new(actor_for: ActorFor, world: World) -> None:
    speak(actor_for, world, "amina", "Buffers before it was saved.")
    save(actor_for)
    jobs.tell_of_new_answers()
    assert told(actor_for("ben")) == []
    for at in range(3):
        speak(actor_for, world, "amina", f"Buffers, number {at}.")
    speak(actor_for, world, "ben", "My own words on buffers.")
    jobs.tell_of_new_answers()
    jobs.tell_of_new_answers()
    assert told(actor_for("ben")) == ["New results for your saved search “Buffers”"]
    assert db.session.query(Notice).filter_by(kind="search").one().events == 1


def test_nobody_hears_of_their_own_words_or_without_asking(actor_for: ActorFor, world: World) -> None:
    save(actor_for)
    save(actor_for, "tomos", tells=False)
    speak(actor_for, world, "ben", "Buffers, by myself.")
    jobs.tell_of_new_answers()
    assert told(actor_for("ben")) == told(actor_for("tomos")) == []


def test_what_may_not_be_seen_any_more_is_no_news(actor_for: ActorFor, world: World) -> None:
    save(actor_for)
    save(actor_for, "ravi")
    post = speak(actor_for, world, "amina", "Buffers for a moment.")
    jobs.tell_of_new_answers()
    assert told(actor_for("ravi")) == []
    assert len(told(actor_for("ben"))) == 1
    forums.hide_post(actor_for("marek"), post, "For now.")
    db.session.commit()
    assert told(actor_for("ben")) == []
