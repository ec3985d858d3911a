"""A picture is seen by whoever may read its words, and by nobody else; and no browser runs anything of a file."""

from __future__ import annotations

from collections.abc import Callable

from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.queries import post as read
from app.networks.models import Consent, Membership
from tests.client import StrictClient
from tests.factories.pictures import PDF, photograph
from tests.integration.attachments.conftest import FILES, Add, Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def publish(actor_for: ActorFor, talk: Talk, token: str, who: str = "amina") -> int:
    post = forums.publish_post(actor_for(who), talk.discussion, f"Look:\n\n[picture {token}]")
    db.session.commit()
    return post.id


def statuses(as_: As, token: str, *names: str) -> dict[str, int]:
    return {name: as_(name).get(f"{FILES}/{token}", strict=False).status for name in names}


def test_before_its_words_are_published_only_its_owner_sees_it(as_: As, add: Add) -> None:
    found = add()
    assert statuses(as_, found.token, "amina", "ben", "marek", "chidi", "ada") == {
        "amina": 200,
        "ben": 404,
        "marek": 404,
        "chidi": 404,
        "ada": 404,
    }


def test_then_everybody_who_reads_the_post_does(as_: As, add: Add, actor_for: ActorFor, talk: Talk) -> None:
    found = add()
    publish(actor_for, talk, found.token)
    assert statuses(as_, found.token, "ben", "spencer", "chidi") == {"ben": 200, "spencer": 200, "chidi": 404}
    assert as_("ben").get(f"{FILES}/{found.token}/small", strict=False).status == 200
    page = as_("ben").get(talk.url)
    [shown] = [each for each in page.find_all("img") if each.get("src") == f"{FILES}/{found.token}"]
    assert (shown.get("width"), shown.get("height"), shown.get("loading")) == ("800", "600", "lazy")


def test_a_hidden_posts_picture_is_hidden_and_a_removed_ones_is_gone(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk, run_outbox: Callable[[], int]
) -> None:
    found = add()
    post_id = publish(actor_for, talk, found.token)
    marek = actor_for("marek")
    forums.hide_post(marek, read(post_id, seen_by=marek), "Names on it.")
    db.session.commit()
    assert statuses(as_, found.token, "ben", "amina", "marek") == {"ben": 404, "amina": 404, "marek": 200}
    token = found.token
    forums.restore_post(marek, read(post_id, seen_by=marek))
    forums.remove_post(marek, read(post_id, seen_by=marek), "Names on it.")
    db.session.commit()
    run_outbox()
    assert statuses(as_, token, "ben", "amina", "marek") == {"ben": 404, "amina": 404, "marek": 404}


def test_a_researcher_sees_pictures_of_those_who_agreed(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk, world: World
) -> None:
    found = add()
    publish(actor_for, talk, found.token)
    assert statuses(as_, found.token, "ravi") == {"ravi": 404}
    mine = db.session.query(Membership).filter_by(person_id=world.amina.id).one()
    mine.research_consent = Consent.FORUM
    db.session.commit()
    assert statuses(as_, found.token, "ravi") == {"ravi": 200}


def test_whatever_it_is_no_browser_runs_it(as_: As, add: Add) -> None:
    picture, document = add(), add(held=PDF, name="notes.pdf")
    for token in (picture.token, document.token):
        headers = as_("amina").get(f"{FILES}/{token}", strict=False).answer.headers
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"
    shown = as_("amina").get(f"{FILES}/{picture.token}", strict=False).answer
    assert (shown.mimetype, shown.headers["Content-Disposition"].partition(";")[0]) == ("image/webp", "inline")
    sent = as_("amina").get(f"{FILES}/{document.token}", strict=False).answer
    assert sent.headers["Content-Disposition"] == "attachment; filename=notes.pdf"
    assert (sent.mimetype, sent.get_data()) == ("application/pdf", PDF)


def test_a_name_in_any_letters_comes_whole_and_cannot_end_its_header(as_: As, add: Add) -> None:
    found = add(held=PDF, name="notes.pdf")
    found.name = 'nöte "数学".pdf'
    db.session.commit()
    headers = as_("amina").get(f"{FILES}/{found.token}", strict=False).answer.headers
    assert "filename*=UTF-8''" in headers["Content-Disposition"]


def test_what_has_not_changed_is_not_sent_again_but_asked_again(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk
) -> None:
    found = add()
    post_id = publish(actor_for, talk, found.token)
    etag = as_("ben").get(f"{FILES}/{found.token}", strict=False).answer.headers["ETag"]
    again = {"If-None-Match": etag}
    answer = as_("ben").get(f"{FILES}/{found.token}", strict=False, headers=again).answer
    assert (answer.status_code, answer.get_data()) == (304, b"")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    forums.hide_post(actor_for("marek"), read(post_id, seen_by=actor_for("marek")), "Names on it.")
    db.session.commit()
    assert as_("ben").get(f"{FILES}/{found.token}", strict=False, headers=again).status == 404


def test_a_small_picture_and_a_document_have_no_second_size(as_: As, add: Add) -> None:
    small, document = add(held=photograph(200, 100)), add(held=PDF, name="notes.pdf")
    assert as_("amina").get(f"{FILES}/{small.token}/small", strict=False).status == 200
    assert as_("amina").get(f"{FILES}/{document.token}/small", strict=False).status == 404
    assert as_("amina").get(f"{FILES}/zzzzzzzz", strict=False).status == 404
    assert as_("amina").get(f"/networks/mst124/files/{small.token}", strict=False).status == 404
