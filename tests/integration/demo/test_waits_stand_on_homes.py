"""The demo, page by page: whoever a page says that it waits for finds it on their home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.networks.models import LearningNetwork, Membership, Role
from app.replies.models import LoopReply
from app.standing.parties import CHAINS, Party
from app.topics.models import AdditionalIssue, TrickyTopic
from config import Settings
from tests.client import StrictClient
from tests.conftest import DATABASES
from tests.demo import copy_demo

pytestmark = pytest.mark.slow

#: Everything that has a standing and a page of its own, each under its network.
PAGE = re.compile(r"/networks/(\w+)/(?:topics|issues|interventions|actions|replies|workshops)/\d+")
LISTS = ("topics", "issues", "interventions", "actions", "replies", "workshops", "pipeline")
WAITS = re.compile(r"(?:Waits|Has waited [^.]{1,40}?) for ([^.]+?), to [^.]+\.")


@pytest.fixture(scope="module", params=DATABASES)
def demo_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("site") / "data"
    address = copy_demo(tmp_path_factory, request.param, folder)
    app = create_app(Settings(data_dir=folder, database_url=address, secret_key="only-for-tests", testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    clock.read_offset(tmp_path_factory.mktemp("no-demo"))  # the time of those who have no demo


def test_every_wait_that_a_page_tells_stands_on_the_homes_of_those_who_are_next(demo_site: Flask) -> None:
    @cache
    def home_of(person_id: int) -> frozenset[str]:
        links = [link.get("href", "") for link in StrictClient(demo_site, person_id).get("/home").find_all("a")]
        # A reply that is to be written stands under what it answers.
        return frozenset(re.sub(r"/replies/new\?(topic|issue)=", r"/\1s/", link) for link in links)

    reader = StrictClient(demo_site, person("moderator1"))
    told, missing = 0, []
    for page in sorted(crawled(reader)):
        sentence = WAITS.search(reader.get(page).text)
        if sentence is None:
            continue
        told += 1
        slug = page.split("/")[2]
        next_ones = those_who_are_next(sentence[1], slug)
        assert next_ones, f"{page} waits for nobody: {sentence[0]}"
        subject = what_waits(page, sentence[0])
        on_home = [each for each in next_ones if any(re.match(rf"{subject}\b", link) for link in home_of(each))]
        # Who supports a proposal already, and who did what is to be verified, are asked no more.
        enough = 1 if sentence[1] in {Party.SUPPORTERS, Party.VERIFIERS} else len(next_ones)
        if len(on_home) < enough:
            missing.append(f"{page}: {sentence[0]} ({len(on_home)} of {len(next_ones)})")
    assert missing == []
    assert told > 40, "most of the demo waits for somebody"


def crawled(reader: StrictClient) -> set[str]:
    """The pages that the lists of all networks lead to, and those that these lead to."""
    slugs = db.session.scalars(select(LearningNetwork.slug)).all()
    to_read = {f"/networks/{slug}/{each}" for slug in slugs for each in LISTS}
    found: set[str] = set()
    while to_read:
        page = reader.get(to_read.pop())
        links = {match[0] for link in page.find_all("a") if (match := PAGE.match(link.get("href", "")))}
        to_read |= links - found
        found |= links
    return {each for each in found if reader.get(each).status == 200}


def what_waits(page: str, sentence: str) -> str:
    """The address of that which the sentence is about: of what is promised for the page's subject, where it names that, and
    of what a reply answers, where that is to be followed up.
    """
    if named := re.search(r"\((action|reply) (\d+)\)", sentence):
        return f"{page.rsplit('/', 2)[0]}/{ {'action': 'actions', 'reply': 'replies'}[named[1]] }/{named[2]}"
    if "/replies/" in page and "what became of" in sentence:
        head, number = page.split("/replies/")
        slug = head.rsplit("/", 1)[1]
        reply = db.session.scalars(
            select(LoopReply)
            .join(LearningNetwork, LearningNetwork.id == LoopReply.network_id)
            .where(LearningNetwork.slug == slug, LoopReply.number == int(number))
        ).one()
        if reply.topic_id is not None:
            return f"{head}/topics/{db.session.get_one(TrickyTopic, reply.topic_id).number}"
        return f"{head}/issues/{db.session.get_one(AdditionalIssue, reply.issue_id).number}"
    return page


def those_who_are_next(who: str, slug: str) -> list[int]:
    """The person of this name, or whoever plays this part in the network today."""
    here = (
        select(Membership.person_id, Membership.role, Person.name)
        .join(LearningNetwork, LearningNetwork.id == Membership.network_id)
        .join(Person, Person.id == Membership.person_id)
        .where(LearningNetwork.slug == slug, Membership.left_at.is_(None), Person.active)
    )
    members = [(person_id, Role(role), name) for person_id, role, name in db.session.execute(here)]
    if named := [person_id for person_id, _, name in members if name == who]:
        return named[:1]
    for roles in CHAINS[Party(who)]:
        if playing := sorted({person_id for person_id, role, _ in members if role in roles}):
            return playing
    return []


def person(login: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.email == f"{login}@example.org")).one()
