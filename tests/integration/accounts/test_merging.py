"""Two accounts become one: everything moves, of what both have one is left, and only whoever signs in to both does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.accounts.models import ApiToken, Person
from app.accounts.passwords import hash_password
from app.accounts.services import make_token, merge_accounts, other_account, owe_letter, proof_of, would_merge
from app.core.actor import Actor
from app.core.db import Model, db
from app.core.errors import Invalid, NotFound, Refused
from app.core.mail import Letter
from app.core.personal_data import Merging, about_a_person
from app.forums.models import Level
from app.forums.services import first_post, follow, publish_post, start_discussion
from app.interventions.services import support
from app.networks.models import Consent, Membership, Role
from app.networks.services import add_member, give_consent, leave
from app.privacy.services.erasing import erase
from app.topics.models import Vote
from app.topics.services import cast_vote
from app.workshops.models import Anonymity, Ballot, Workshop
from tests.client import StrictClient
from tests.factories.ballots import a_ballot, vote
from tests.factories.boards import a_room
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.notices import words_for
from tests.integration.accounts.conftest import HASH, PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
OTHERS = "steric effects are small"
OTHER_HASH = hash_password(OTHERS)


@pytest.fixture(autouse=True)
def passwords(world: World) -> None:
    for person in db.session.scalars(select(Person)):
        person.password_hash = HASH
    world.ben.password_hash = OTHER_HASH
    db.session.commit()


def merge(world: World, kept: str = "amina", other: str = "ben") -> None:
    person, second = getattr(world, kept), getattr(world, other)
    merge_accounts(world.actor(kept), person, second, proof=proof_of(second))
    db.session.commit()


def rows(person_id: int) -> dict[str, int]:
    found = {}
    for table, column, _ in about_a_person(Model.metadata):
        many = db.session.scalars(select(func.count()).select_from(table).where(column == person_id)).one()
        found[f"{table.name}.{column.name}"] = many
    return found


def votes(topic: Any) -> int:
    return db.session.scalars(select(func.count(Vote.id)).where(Vote.topic_id == topic.id)).one()


def test_everything_moves_and_of_two_votes_one_is_left(world: World) -> None:
    amina, ben = world.actor("amina"), world.actor("ben")
    both, only_ben = a_topic(world, "Both"), a_topic(world, "One")
    for actor in (amina, ben):
        cast_vote(actor, both)
        follow(actor, world.forum(), Level.EVERYTHING)
    cast_vote(ben, only_ben)
    proposed = an_intervention(world)
    support(amina, proposed)
    support(ben, proposed)
    thread = start_discussion(ben, world.forum(), "Arrows", "So.")
    publish_post(ben, thread, "And so.")
    make_token(ben, world.ben, "report")
    merge(world)
    left = rows(world.ben.id)
    assert {where: many for where, many in left.items() if many} == {"person.id": 1}
    assert thread.author_id == world.amina.id
    assert (votes(both), both.vote_count, votes(only_ben), only_ben.vote_count) == (1, 1, 1, 1)
    assert proposed.support_count == 1
    assert not db.session.scalars(select(ApiToken)).all(), "a token of the other account would see more than before"


def test_nothing_is_lost_but_the_duplicates_named(world: World) -> None:
    amina, ben = world.actor("amina"), world.actor("ben")
    topics = [a_topic(world, f"Topic {number}") for number in range(3)]
    for topic in topics:
        cast_vote(ben, topic)
    cast_vote(amina, topics[0])
    publish_post(ben, start_discussion(ben, world.forum(), "Arrows", "So."), "And so.")
    before, theirs = rows(world.amina.id), rows(world.ben.id)
    twice = {each.what: each.twice for each in would_merge(amina, world.amina, world.ben).moves}
    merge(world)
    after = rows(world.amina.id)
    for table, column, personal in about_a_person(Model.metadata):
        where = f"{table.name}.{column.name}"
        if table.name in {"person", "audit_entry", "notice"} or personal.merging is Merging.END:
            continue
        assert after[where] == before[where] + theirs[where] - twice.get(personal.what, 0), where


def test_roles_are_united_and_the_narrower_consent_holds(world: World) -> None:
    add_member(world.s215, world.ben, Role.CHAIR)
    add_member(world.mst124, world.ben, Role.AL)
    give_consent(world.actor("ben"), world.s215, Consent.FORUM_AND_WORKSHOP)
    give_consent(world.actor("ben"), world.mst124, Consent.FORUM)
    merge(world)
    mine = db.session.scalars(select(Membership).where(Membership.person_id == world.amina.id)).all()
    held = {(each.network_id, each.role): each for each in mine}
    assert set(held) == {(world.s215.id, Role.AL), (world.s215.id, Role.CHAIR), (world.mst124.id, Role.AL)}
    consents = {key: each.research_consent for key, each in held.items()}
    assert consents.pop((world.mst124.id, Role.AL)) is Consent.FORUM
    assert set(consents.values()) == {Consent.NONE}


def test_of_a_membership_that_both_had_the_present_one_stands(world: World) -> None:
    leave(world.actor("amina"), world.s215, withhold_name=True)
    merge(world)
    [mine] = db.session.scalars(select(Membership).where(Membership.person_id == world.amina.id)).all()
    assert (mine.left_at, mine.name_withheld) == (None, False)


def test_the_other_account_is_closed_for_good_and_its_address_free(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    other = as_("ben")
    owe_letter("ben@example.org", "networks/emails/welcome.txt", by="D", network="S215", role="AL", path="/home")
    merge(world)
    assert other.get("/account").status == 401
    assert not world.ben.active
    assert world.ben.email.endswith("@erased.invalid")
    assert as_(None).post("/sign-in", {"email": "ben@example.org", "password": OTHERS}).status == 422
    run_outbox()
    subjects = {(letter.to, letter.subject.split(" S215")[0]) for letter in mailbox}
    assert ("ben@example.org", "Your two accounts are one now") in subjects
    assert ("amina@example.org", "Your two accounts are one now") in subjects
    assert any(to == "amina@example.org" and "You are now in" in subject for to, subject in subjects)


def test_chairs_of_the_networks_of_the_other_account_are_told(world: World) -> None:
    merge(world)
    assert [title for title, _ in words_for(world, "dilys", "account")] == ["Amina made two accounts one"]
    assert words_for(world, "maud", "account") == []
    merge(world, "amina", "chidi")
    assert [title for title, _ in words_for(world, "maud", "account")] == ["Amina made two accounts one"]


def test_a_closed_ballot_keeps_its_result(world: World) -> None:
    ballot = a_ballot(world, Anonymity.NAMED)
    vote(world, ballot, "amina", "BA")
    vote(world, ballot, "ben", "AB")
    with pytest.raises(Refused, match="is under way"):
        merge(world)
    db.session.execute(update(Workshop).values(state="closed"))
    merge(world)
    voters = set(db.session.scalars(select(Ballot.person_id)))
    assert voters == {world.amina.id, world.ben.id}, "both ballots stand; one names nobody any more"
    assert world.ben.name == "Merged account"


def test_nothing_is_merged_while_a_workshop_runs(world: World) -> None:
    a_room(world, "collecting", Anonymity.NAMED)
    assert any("is under way" in why for why in would_merge(world.actor("amina"), world.amina, world.ben).hindrances)


def test_who_looks_after_the_site_is_not_merged_away(world: World) -> None:
    with pytest.raises(Refused, match="looks after the whole site"):
        merge(world, "amina", "ada")
    world.ben.is_analyst = True
    with pytest.raises(Refused, match="looks after the whole site"):
        merge(world)
    world.ben.is_analyst = False
    merge(world, "ada", "ben")
    assert world.ada.is_admin


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("amina@example.org", PASSWORD, "Nothing to merge"),
        (" AMINA@example.org ", PASSWORD, "Nothing to merge"),
        ("ben@example.org", PASSWORD, "do not go together"),
        ("nobody@example.org", PASSWORD, "do not go together"),
    ],
)
def test_only_another_account_with_its_own_password(world: World, email: str, password: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        other_account(world.actor("amina"), world.amina, email, password)


def test_a_closed_account_is_no_other_account(world: World) -> None:
    world.ben.active = False
    with pytest.raises(Invalid, match="do not go together"):
        other_account(world.actor("amina"), world.amina, "ben@example.org", OTHERS)
    with pytest.raises(Invalid, match="changed at this moment"):
        merge(world)


def test_a_proof_of_before_proves_nothing(world: World) -> None:
    proof = proof_of(world.ben)
    world.ben.password_hash = HASH
    with pytest.raises(Invalid, match="changed at this moment"):
        merge_accounts(world.actor("amina"), world.amina, world.ben, proof=proof)
    with pytest.raises(Invalid, match="changed at this moment"):
        merge_accounts(world.actor("amina"), world.amina, world.amina, proof=proof_of(world.amina))


@pytest.mark.parametrize("name", ["ada", "dilys", "ben"])
def test_nobody_merges_for_somebody_else(world: World, actor_for: Callable[[str], Actor], name: str) -> None:
    with pytest.raises((Refused, NotFound)):
        merge_accounts(actor_for(name), world.amina, world.ben, proof=proof_of(world.ben))


def test_the_page_shows_what_moves_and_one_press_does_it(as_: AS, world: World) -> None:
    client = as_("amina")
    assert client.post("/account/merge/now").location == "/account/merge", "not without the password"
    wrong = client.post("/account/merge", {"email": "ben@example.org", "password": "no"})
    assert wrong.status == 422
    shown = client.post("/account/merge", {"email": "ben@example.org", "password": OTHERS})
    page = client.follow(shown)
    assert (
        "networks that you belong or belonged to, and what you consented to: both accounts have 1 of these."
        in page.text
    )
    assert world.ben.active, "looking changes nothing"
    done = client.post("/account/merge/now")
    assert "The two accounts are one now." in client.follow(done).text
    assert not world.ben.active
    assert client.post("/account/merge/now").location == "/account/merge", "once"


def test_guessing_at_the_other_account_is_slowed_down_as_any_sign_in(as_: AS) -> None:
    client = as_("amina")
    seen = {client.post("/account/merge", {"email": "ben@example.org", "password": "no"}).status for _ in range(15)}
    assert seen == {422, 429}


def test_an_erasure_later_finds_what_the_other_account_was_called(world: World) -> None:
    world.ben.name = "Ben Okafor"
    thread = start_discussion(world.actor("ben"), world.forum(), "Arrows", "Best, Ben Okafor, ben@example.org")
    merge(world)
    erase(world.actor("amina"), world.amina)
    db.session.commit()
    post = first_post(thread)
    assert "Okafor" not in post.body_md
    assert "ben@example.org" not in post.body_md
