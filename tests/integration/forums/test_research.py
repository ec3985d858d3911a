"""A member whose only role is researcher reads what was agreed to, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Post
from app.networks.models import Consent, Membership, Role
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]


def agree(person_id: int, consent: Consent) -> None:
    db.session.query(Membership).filter_by(person_id=person_id).update({"research_consent": consent})
    db.session.commit()


def test_others_words_are_withheld_until_they_agree(as_: As, talk: Talk, world: World) -> None:
    agree(world.ben.id, Consent.FORUM)
    page = as_("ravi").get(talk.url)
    assert "Same here" in page.text
    assert "proton" not in page.html
    assert "Post 1 is withheld from you" in page.text
    assert "Curly arrows" not in page.html, "the title is Amina's, too"
    assert "Amina" not in page.html
    agree(world.amina.id, Consent.FORUM_AND_WORKSHOP)
    assert "proton" in as_("ravi").get(talk.url).text
    agree(world.amina.id, Consent.NONE)
    assert "proton" not in as_("ravi").get(talk.url).html, "taking it back works at once"


def test_lists_and_addresses_tell_no_more(as_: As, talk: Talk, world: World) -> None:
    for url in ("/networks/s215/forums", "/networks/s215/forums/tricky-topics", "/networks/s215"):
        page = as_("ravi").get(url)
        assert "Curly arrows" not in page.html
        assert "Amina" not in page.html
    for verb in ("history", "options", "edit"):
        assert as_("ravi").get(talk.post_url(talk.first_id, verb)).status == 404
    assert as_("ravi").get(talk.post_url(talk.first_id)).status == 302


def test_a_title_is_withheld_wherever_a_post_of_the_discussion_may_be_read(
    as_: As, talk: Talk, world: World, actor_for: Callable[[str], Actor]
) -> None:
    """Ben agreed and answered Amina, who did not; Ravi answered her himself."""
    agree(world.ben.id, Consent.FORUM)
    db.session.query(Membership).filter_by(person_id=world.ravi.id).update({"declared": True})
    db.session.commit()
    as_("ravi").post(f"{talk.url}/reply", {"body": "I study how you talk."})
    own = db.session.query(Post.id).filter_by(author_id=world.ravi.id).scalar()
    for post in (talk.answer.id, own):
        for verb in ("", "options", "edit", "history", "reply"):
            page = as_("ravi").get(talk.post_url(post, verb), strict=False)
            assert page.status in {200, 302, 403, 404}
            assert "Curly arrows" not in page.html, (post, verb)
    assert as_("ravi").get(talk.post_url(talk.answer.id, "options")).status == 200
    assert as_("ravi").get(talk.post_url(own, "edit")).status == 200


def test_a_researcher_with_another_role_reads_everything(as_: As, talk: Talk, world: World) -> None:
    db.session.add(Membership(network_id=world.s215.id, person_id=world.ravi.id, role=Role.SPONSOR, joined_at=FRIDAY))
    db.session.commit()
    assert "proton" in as_("ravi").get(talk.url).text


def test_a_researcher_reads_their_own(as_: As, talk: Talk, world: World, actor_for: Callable[[str], Actor]) -> None:
    db.session.query(Membership).filter_by(person_id=world.ravi.id).update({"declared": True})
    db.session.commit()
    page = as_("ravi").post(f"{talk.url}/reply", {"body": "I study how you talk."})
    assert "I study how you talk" in as_("ravi").follow(page).text
