"""`seed load`: a large site for the benchmark, written straight into the tables in batches.

Deterministic. Every text is made of the same few sentences about nothing; a post is about 660 bytes,
which is the mean length measured in the forums that tutors have today.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.core import clock
from app.core.db import Model, db
from app.core.text import markdown
from app.demo.seeding import require_no_other_people
from app.forums.models import Discussion, Forum, ForumKind, Post
from app.forums.moderation.counting import count_again
from app.forums.reading.models import ReadFloor
from app.networks.models import Counter, Cycle, LearningNetwork, Membership, Module, Role
from app.topics.models import StumblingBlock, TrickyTopic, Vote

SENTENCES = (
    "Most of my group can do the first part and stop at the second, because nothing in the unit asks them to choose.",
    "I ask them to say aloud what each line means, and the third line is where it goes quiet.",
    "What they write is “it cancels”, and what they mean is that it disappears.",
    "The worked example has every step but the reason for it.",
    "It is better in tutorials where they explain it to each other, and worse after the break.",
    "Two of them sent me the same wrong sketch, which I have typed out below without names.",
    "Could the quiz ask for the reason first and the number afterwards?",
)
POST_BYTES = 660
#: In so many discussions of each network, everybody finds something new.
UNREAD = 12
READER = "reader@example.org"
READER_PASSWORD = "a-reader-of-many-pages"  # noqa: S105 -- only ever in a benchmark's own database


@dataclass(frozen=True)
class LoadSize:
    networks: int = 50
    members: int = 200
    discussions: int = 200
    posts: int = 10
    topics: int = 40


def seed_load(size: LoadSize) -> None:
    """Write the site. A second run finds it there and does nothing. Commits once per network."""
    require_no_other_people()
    if db.session.scalar(select(Person.id).where(Person.email == READER)):
        return
    dice = random.Random(20180720)  # noqa: S311 -- repeatable, not secret
    people = _people(size)
    texts = [_text(dice) for _ in range(40)]
    for number in range(size.networks):
        _network(number, size, people, texts, dice)
        db.session.commit()


def _put(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    source = iter(rows)
    while batch := list(islice(source, 2000)):
        db.session.execute(insert(model), batch)


def _text(dice: random.Random) -> tuple[str, str]:
    words = ""
    while len(words) < POST_BYTES:
        words += dice.choice(SENTENCES) + ("\n\n" if dice.random() < 0.25 else " ")
    source = words[:POST_BYTES].strip()
    return source, markdown.render(source)


def _people(size: LoadSize) -> list[int]:
    """Members of all networks; the reader, who signs in, comes first."""
    reader: dict[str, Any] = {"email": READER, "name": "Reader", "password_hash": hash_password(READER_PASSWORD)}
    count = size.members + size.networks * 4
    others: list[dict[str, Any]] = [
        {"email": f"load{n}@example.org", "name": f"Load {n}", "password_hash": None} for n in range(count)
    ]
    kind: dict[str, Any] = {"is_demo": True, "created_at": clock.now()}
    _put(Person, [row | kind for row in (reader, *others)])
    query = select(Person.id).where((Person.email == READER) | Person.email.like("load%")).order_by(Person.id)
    return list(db.session.scalars(query))


def _network(number: int, size: LoadSize, people: list[int], texts: list[tuple[str, str]], dice: random.Random) -> None:
    at = clock.now() - timedelta(days=200)
    module = Module(code=f"L{number:03}", title=f"Load module {number}", credits=30, level=1)
    db.session.add(module)
    db.session.flush()  # each row below names the one above
    network = LearningNetwork(
        module_id=module.id,
        slug=f"l{number:03}",
        purpose="Measured, not read.",
        state="active",
        state_since=at,
        created_at=at,
        is_demo=True,
    )
    db.session.add(network)
    db.session.flush()  # each row below names the network
    db.session.add(Cycle(network_id=network.id, number=1, concern="", state="priming", state_since=at, opened_at=at))
    members = [people[0], *dice.sample(people[1:], size.members - 1)]
    roles = [Role.AL, Role.CHAIR, Role.MODERATOR, *[Role.MODULE_TEAM] * 5]
    roles += [Role.AL] * (len(members) - len(roles))
    _put(
        Membership,
        (
            {"network_id": network.id, "person_id": person, "role": role, "joined_at": at}
            for person, role in zip(members, roles, strict=False)
        ),
    )
    _talk(network.id, size, members, texts, dice, at)


def _talk(
    network_id: int, size: LoadSize, members: list[int], texts: list[tuple[str, str]], dice: random.Random, at: datetime
) -> None:
    forums = [Forum(network_id=network_id, kind=kind, position=place) for place, kind in enumerate(ForumKind)]
    db.session.add_all(forums)
    db.session.flush()  # discussions name their forum
    tricky = forums[1]
    count = size.discussions + size.topics
    _put(Discussion, _discussions(network_id, tricky.id, count, size, members, dice, at))
    query = select(Discussion.id).where(Discussion.network_id == network_id).order_by(Discussion.number)
    discussions = list(db.session.scalars(query))
    _put(Post, _posts(network_id, discussions[: size.discussions], size, members, texts, dice, at))
    tricky.discussion_count, tricky.last_post_at = size.discussions, at + timedelta(days=190)
    _read(discussions, tricky.id, size, members)
    _topics(network_id, discussions[size.discussions :], members, texts, dice, at)
    for kind, last in (("discussion", count), ("topic", size.topics)):
        db.session.add(Counter(network_id=network_id, kind=kind, last=last))


def _read(discussions: list[int], forum_id: int, size: LoadSize, members: list[int]) -> None:
    """Everybody has read all but the last few discussions."""
    count_again(discussions)
    read = discussions[max(0, size.discussions - 1 - UNREAD)]
    read_to = db.session.scalar(select(func.max(Post.id)).where(Post.discussion_id == read)) or 0
    _put(ReadFloor, ({"person_id": each, "forum_id": forum_id, "read_to_id": read_to} for each in members))


def _discussions(
    network_id: int, forum_id: int, count: int, size: LoadSize, members: list[int], dice: random.Random, at: datetime
) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        posts = size.posts if number <= size.discussions else 0
        yield {
            "network_id": network_id,
            "forum_id": forum_id,
            "began_in_id": forum_id,
            "number": number,
            "title": f"Where it goes quiet, part {number}",
            "author_id": dice.choice(members),
            "created_at": at + timedelta(hours=number),
            "post_count": 2 * posts if number == 1 else posts,
            "last_number": 2 * posts if number == 1 else posts,
            "last_post_at": at + timedelta(hours=number + 10),
            "last_post_by_id": dice.choice(members),
        }


def _posts(
    network_id: int,
    discussions: list[int],
    size: LoadSize,
    members: list[int],
    texts: list[tuple[str, str]],
    dice: random.Random,
    at: datetime,
) -> Iterator[dict[str, Any]]:
    """The first discussion has twice as many: the page of 20 posts that is measured."""
    for number, discussion_id in enumerate(discussions):
        for position in range(1, (2 * size.posts if number == 0 else size.posts) + 1):
            source, html = dice.choice(texts)
            yield {
                "network_id": network_id,
                "discussion_id": discussion_id,
                "position": position,
                "author_id": dice.choice(members),
                "body_md": source,
                "body_html": html,
                "renderer": markdown.RENDERER,
                "created_at": at + timedelta(hours=number, minutes=position),
            }


def _topics(
    network_id: int,
    discussions: list[int],
    members: list[int],
    texts: list[tuple[str, str]],
    dice: random.Random,
    at: datetime,
) -> None:
    voters = {
        number: dice.sample(members, min(len(members), 20 + 4 * (number % 20))) for number in range(len(discussions))
    }
    _put(
        TrickyTopic,
        (
            {
                "network_id": network_id,
                "number": number + 1,
                "title": f"The second step, case {number + 1}",
                "statement_md": texts[number % len(texts)][0],
                "statement_html": texts[number % len(texts)][1],
                "raised_by_id": dice.choice(members),
                "discussion_id": discussion_id,
                "state": "under_discussion",
                "state_since": at,
                "vote_count": len(voters[number]),
                "created_at": at + timedelta(hours=number),
            }
            for number, discussion_id in enumerate(discussions)
        ),
    )
    query = select(TrickyTopic.id).where(TrickyTopic.network_id == network_id).order_by(TrickyTopic.number)
    topics = list(db.session.scalars(query))
    _put(Vote, ({"topic_id": topic, "person_id": person} for n, topic in enumerate(topics) for person in voters[n]))
    _blocks(network_id, topics)


def _blocks(network_id: int, topics: list[int]) -> None:
    parts = ("Reading the question", "Choosing a way", "Checking the answer")
    _put(
        StumblingBlock,
        (
            {"network_id": network_id, "topic_id": topic, "position": place, "title": part}
            for topic in topics
            for place, part in enumerate(parts, 1)
        ),
    )
