"""Pictures find their words: in posts, in edits, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.attachments import services
from app.attachments.keeping import stores
from app.attachments.models import Attachment, StoredFile
from app.attachments.services import Described
from app.core.actor import OPERATOR, Actor
from app.core.db import db
from app.core.errors import Invalid
from app.forums import services as forums
from app.forums.bodies import POST
from app.forums.jobs import render_stale
from app.forums.models import Post
from app.forums.queries import post as read
from app.privacy.services.erasing import erase
from tests.client import StrictClient
from tests.factories.pictures import PDF
from tests.integration.attachments.conftest import FILES, Add, Talk
from tests.people import NETWORKS, World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def subject(token: str) -> tuple[str | None, int | None]:
    found = db.session.query(Attachment).filter_by(token=token).populate_existing().one()
    return found.subject_kind, found.subject_id


def test_what_a_post_names_belongs_to_it_with_what_it_shows(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk, world: World
) -> None:
    picture, document = add(), add(held=PDF, name="notes.pdf")
    said = {picture.token: Described("The student cancels <x>\n too early"), document.token: Described(name="Week 3")}
    services.describe(actor_for("amina"), NETWORKS["s215"], said)
    text = f"See\n\n[picture {picture.token}]\n\nand [file {document.token}]"
    post = forums.publish_post(actor_for("amina"), talk.discussion, text)
    assert 'alt="The student cancels &lt;x&gt; too early"' in post.body_html
    assert ">Week 3.pdf</a> (PDF, " in post.body_html
    assert subject(picture.token) == subject(document.token) == (POST, post.id)


def test_what_somebody_else_added_or_another_post_holds_is_not_taken(add: Add, actor_for: ActorFor, talk: Talk) -> None:
    theirs, mine = add("ben"), add()
    forums.publish_post(actor_for("amina"), talk.discussion, f"[picture {mine.token}]")
    for token in (theirs.token, mine.token, "zzzzzzzz"):
        with pytest.raises(Invalid) as refused:
            forums.publish_post(actor_for("amina"), talk.discussion, f"[picture {token}]")
        assert "not here any more" in refused.value.fields["body"][0]
    assert subject(theirs.token) == (None, None)


def test_nobody_says_of_another_s_picture_what_it_shows(add: Add, actor_for: ActorFor, world: World) -> None:
    theirs = add("ben")
    services.describe(actor_for("amina"), NETWORKS["s215"], {theirs.token: Described("Nonsense")})
    assert db.session.query(Attachment).filter_by(token=theirs.token).one().alt == ""


def test_too_many_pictures_and_too_long_a_description_are_refused(
    add: Add, actor_for: ActorFor, talk: Talk, world: World
) -> None:
    many = "\n".join(f"[picture aaaaaa{a}{b}]" for a in "bcdef" for b in "bcdef")
    with pytest.raises(Invalid, match="too many"):
        forums.publish_post(actor_for("amina"), talk.discussion, many)
    with pytest.raises(Invalid, match="too long"):
        services.describe(actor_for("amina"), NETWORKS["s215"], {add().token: Described("x" * 700)})


def test_taken_out_by_an_edit_it_is_its_owners_again_and_comes_back_with_the_next(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk
) -> None:
    found = add()
    post = forums.publish_post(actor_for("amina"), talk.discussion, f"[picture {found.token}]")
    post = read(post.id, seen_by=actor_for("amina"))
    forums.edit_post(actor_for("amina"), post, "Without it.")
    db.session.commit()
    assert subject(found.token) == (None, None)
    assert as_("ben").get(f"{FILES}/{found.token}", strict=False).status == 404
    post = read(post.id, seen_by=actor_for("amina"))
    forums.edit_post(actor_for("amina"), post, f"With it.\n\n[picture {found.token}]")
    db.session.commit()
    assert subject(found.token) == (POST, post.id)
    assert as_("ben").get(f"{FILES}/{found.token}", strict=False).status == 200


def test_what_it_shows_can_be_said_otherwise_without_other_words(
    add: Add, actor_for: ActorFor, talk: Talk, world: World
) -> None:
    found = add()
    text = f"[picture {found.token}]"
    post = forums.publish_post(actor_for("amina"), talk.discussion, text)
    assert 'alt="Picture without a description"' in post.body_html
    services.describe(actor_for("amina"), NETWORKS["s215"], {found.token: Described("A sign is lost in line 3")})
    post = read(post.id, seen_by=actor_for("amina"))
    forums.edit_post(actor_for("amina"), post, text)
    assert 'alt="A sign is lost in line 3"' in post.body_html
    services.describe(actor_for("amina"), NETWORKS["s215"], {found.token: Described(said_in_text=True)})
    forums.edit_post(actor_for("amina"), post, text)
    assert 'alt="Picture: the text says what it shows"' in post.body_html


def test_rendering_again_keeps_the_pictures(add: Add, actor_for: ActorFor, talk: Talk) -> None:
    found = add()
    post = forums.publish_post(actor_for("amina"), talk.discussion, f"[picture {found.token}]")
    before, post.renderer = post.body_html, 0
    db.session.commit()
    render_stale()
    db.session.expire_all()
    assert db.session.get_one(Post, post.id).body_html == before


def test_an_erased_persons_pictures_are_gone_with_their_bytes_and_their_words_stay(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk, world: World, run_outbox: Callable[[], int]
) -> None:
    mine, shared = add(), add("ben")
    assert mine.file_id == shared.file_id
    document = add(held=PDF, name="Amina Diallo.pdf")
    services.describe(actor_for("amina"), NETWORKS["s215"], {mine.token: Described("Amina at work")})
    text = f"Words\n\n[picture {mine.token}] [file {document.token}]"
    post = forums.publish_post(actor_for("amina"), talk.discussion, text)
    forums.edit_post(actor_for("amina"), read(post.id, seen_by=actor_for("amina")), f"{text} more")
    db.session.commit()
    token, post_id = mine.token, post.id
    erase(OPERATOR, db.session.get_one(Person, world.amina.id))
    db.session.commit()
    run_outbox()
    db.session.expire_all()
    html = db.session.get_one(Post, post_id).body_html
    assert "Words" in html
    assert "(a picture that is not here)" in html
    assert "Amina" not in html
    assert as_("tomos").get(f"{FILES}/{token}", strict=False).status == 404
    # Ben's equal picture lies there still; the document of nobody else's is gone.
    assert [each.suffix for each in db.session.query(StoredFile)] == [".webp"]
    assert len(list(stores.current().all())) == 2
