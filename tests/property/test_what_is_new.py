"""Whatever is written, hidden, moved and read in whatever order: each count says what its list holds, and nobody's is another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.forums import services
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion, Forum, ForumKind, Level, Post, PostState
from app.forums.reading import queries, sweeping
from app.forums.reading import services as reading
from app.forums.reading.models import ReadSpan
from app.networks.models import LearningNetwork
from tests.people import FRIDAY, NETWORKS, World

READERS = ("amina", "ben")
KINDS = (ForumKind.TRICKY_TOPICS, ForumKind.CAFE)
PLACE, READER = st.integers(0, 3), st.sampled_from(READERS)
LEVEL = st.sampled_from([None, Level.MUTE, *Level])
STEPS = st.one_of(
    st.tuples(st.just("write"), READER, PLACE),
    st.tuples(st.just("write"), st.just("marek"), PLACE),
    st.tuples(st.just("hide"), PLACE, st.integers(0, 9)),
    st.tuples(st.just("restore"), PLACE, st.integers(0, 9)),
    st.tuples(st.just("move"), PLACE, st.sampled_from(KINDS)),
    st.tuples(st.just("read"), READER, PLACE, st.integers(0, 9), st.integers(0, 4)),
    st.tuples(st.just("unread"), READER, PLACE, st.integers(0, 9)),
    st.tuples(st.just("all read"), READER, st.sampled_from((*KINDS, None)), st.integers(0, 3)),
    st.tuples(st.just("done"), READER, st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("wait"), st.sampled_from([5, 90])),
    st.tuples(st.just("hear"), READER, st.one_of(PLACE, st.sampled_from((*KINDS, None))), LEVEL, st.booleans()),
)


@dataclass
class Told:
    """What should be so: the posts of each discussion in their order, and which each person has read."""

    world: World
    discussions: list[Discussion]
    read: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in READERS})
    #: What each person said: of a discussion by its place, of a forum by its kind, of the network by None.
    said: dict[str, dict[int | ForumKind | None, Level]] = field(default_factory=lambda: {name: {} for name in READERS})
    minutes: int = 0

    def posts(self, place: int) -> Sequence[Post]:
        mine = select(Post).where(Post.discussion_id == self.discussions[place].id).order_by(Post.position)
        return db.session.scalars(mine.execution_options(populate_existing=True)).all()

    def one_of(self, place: int, number: int) -> Post:
        found = self.posts(place)
        return found[number % len(found)]

    def take(self, what: str, *how: object) -> None:
        getattr(self, f"_{what.replace(' ', '_')}")(*how)
        db.session.flush()

    def _write(self, who: str, place: int) -> None:
        post = services.publish_post(self.world.actor(who), self.discussions[place], "Words.")
        if who in self.read:
            self.read[who].add(post.id)
            said = self.said[who]
            if not {said.get(self.kind_of(place)), said.get(None)} & {Level.DIGEST, Level.MUTE}:
                said.setdefault(place, Level.EVERYTHING)

    def _hide(self, place: int, number: int) -> None:
        post = self.one_of(place, number)
        if post.state is PostState.VISIBLE:
            services.hide_post(self.world.actor("marek"), post, "Looked into")

    def _restore(self, place: int, number: int) -> None:
        post = self.one_of(place, number)
        if post.state is PostState.HIDDEN:
            services.restore_post(self.world.actor("marek"), post)

    def _move(self, place: int, kind: ForumKind) -> None:
        services.move_discussion(self.world.actor("marek"), self.discussions[place], kind)

    def _read(self, who: str, place: int, number: int, more: int) -> None:
        ids = [each.id for each in self.posts(place)]
        seen = ids[number % len(ids) :][: more + 1]
        reading.mark_read(self.world.actor(who), self.discussions[place], seen[0], seen[-1])
        self.read[who] |= set(seen)

    def _unread(self, who: str, place: int, number: int) -> None:
        post = self.one_of(place, number)
        if post.state is PostState.VISIBLE:
            loaded = db.session.get_one(Post, post.id)
            db.session.refresh(loaded, ["discussion"])
            reading.mark_unread_from(self.world.actor(who), loaded)
            self.read[who] -= {each.id for each in self.posts(place) if each.id >= post.id}

    def _all_read(self, who: str, kind: ForumKind | None, behind: int) -> None:
        """In one forum, or in both. What was read is what stood on a page; `behind` posts came after it."""
        forums = [self.world.forum(each) for each in ([kind] if kind else KINDS)]
        newest = db.session.scalars(select(Post.id).order_by(Post.id.desc()).offset(behind).limit(1)).first() or 0
        sweeping.read_all(self.world.actor(who), forums, newest)
        ids = {each.id for each in forums}
        here = [place for place, each in enumerate(self.discussions) if each.forum_id in ids]
        self.read[who] |= {each.id for place in here for each in self.posts(place) if each.id <= newest}

    def _done(self, who: str, behind: int, meanwhile: int) -> None:
        """All of it is read, something is written meanwhile, and that it is read is taken back."""
        actor = self.world.actor(who)
        newest = db.session.scalars(select(Post.id).order_by(Post.id.desc()).offset(behind).limit(1)).first() or 0
        before = queries.unread(actor)
        sweeping.read_all(actor, [self.world.forum(each) for each in KINDS], newest)
        for place in range(meanwhile):
            self._write("marek", place)
        sweeping.take_back(actor, before, newest)
        self.read[who] |= {
            each.id
            for place, of in enumerate(self.discussions)
            if of.id not in before.marks
            for each in self.posts(place)
            if each.id <= newest
        }

    def _wait(self, minutes: int) -> None:
        self.minutes += minutes

    def _hear(self, who: str, of: int | ForumKind | None, level: Level | None, all_within: bool) -> None:
        within = [place for place in range(len(self.discussions)) if of in {place, self.kind_of(place), None}]
        for place in [each for each in within if level is not Level.MUTE and self.muted(who, each)]:
            posts = self.posts(place)
            latest = max((each.id for each in posts if each.state is PostState.VISIBLE), default=0)
            self.read[who] |= {each.id for each in posts if each.id <= latest}
        services.follow(self.world.actor(who), self.place(of), level, all_within=all_within)
        said = self.said[who]
        if all_within and not isinstance(of, int):
            for each in [*within, *(KINDS if of is None else ())]:
                said.pop(each, None)
        said.pop(of, None)
        if level is not None:
            said[of] = level

    def place(self, of: int | ForumKind | None) -> Discussion | Forum | LearningNetwork:
        if isinstance(of, int):
            return self.discussions[of]
        return self.world.forum(of) if of else self.world.s215

    def kind_of(self, place: int) -> ForumKind:
        kinds = {self.world.forum(each).id: each for each in KINDS}
        return kinds[self.discussions[place].forum_id]

    def muted(self, who: str, place: int) -> bool:
        said = self.said[who]
        levels = (said.get(place), said.get(self.kind_of(place)), said.get(None))
        return next((each for each in levels if each), None) is Level.MUTE

    def new_to(self, who: str) -> dict[int, list[int]]:
        """The ids of what is new in each discussion that holds any."""
        found = {}
        for place, discussion in enumerate(self.discussions):
            visible = [each for each in self.posts(place) if each.state is PostState.VISIBLE]
            if self.muted(who, place):
                continue
            if new := [each.id for each in visible if each.id not in self.read[who]]:
                found[discussion.id] = new
        return found


def check(told: Told) -> None:
    for who in READERS:
        actor, new = told.world.actor(who), told.new_to(who)
        here = NETWORKS["s215"]
        listed = queries.new_discussions(actor, 50, network_id=here)
        assert sorted(each.id for each in listed) == sorted(new)
        assert queries.new_by_network(actor).get(here, 0) == len(new)
        by_forum: dict[int, int] = {}
        for each in told.discussions:
            if each.id in new:
                by_forum[each.forum_id] = by_forum.get(each.forum_id, 0) + 1
        assert queries.new_by_forum(here, actor) == by_forum
        news = queries.news_of([each.id for each in told.discussions], actor)
        first = {each.id: each.first_post_id for each in told.discussions}
        assert {key: (value.posts, value.first_id or first[key]) for key, value in news.items()} == {
            key: (len(ids), ids[0]) for key, ids in new.items()
        }
        for each in told.discussions:
            shown = queries.new_posts(each.id, actor)
            assert len(shown.ids) == len(new.get(each.id, ())) == (shown.news.posts if shown.news else 0)


def no_spans_overlap() -> bool:
    spans = db.session.execute(
        select(ReadSpan.person_id, ReadSpan.discussion_id, ReadSpan.first_id, ReadSpan.last_id).order_by(
            ReadSpan.person_id, ReadSpan.discussion_id, ReadSpan.first_id
        )
    ).all()
    apart = all(a[:2] != b[:2] or a[3] < b[2] for a, b in pairwise(spans))
    return apart and all(first <= last for _, _, first, last in spans)


@pytest.fixture
def begun(world: World) -> list[Discussion]:
    """Four discussions in two forums with six posts each, all of them new to the readers, and nothing else."""
    marek, newest = world.actor("marek"), db.session.scalar(select(func.max(Post.id))) or 0
    forums = db.session.scalars(select(Forum).where(Forum.network_id == NETWORKS["s215"])).all()
    for who in READERS:
        sweeping.read_all(world.actor(who), forums, newest)
    found = []
    for place in range(4):
        discussion = services.start_discussion(marek, world.forum(KINDS[place % 2]), f"Number {place}", "Words.")
        for _ in range(5):
            services.publish_post(marek, discussion, "More words.")
        found.append(discussion)
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
@example(steps=[("move", 0, KINDS[1]), ("wait", 90), ("all read", "amina", KINDS[0], 0)])
@example(steps=[("move", 0, KINDS[1]), ("wait", 90), ("all read", "amina", KINDS[1], 3)])
@example(steps=[("move", 0, KINDS[1]), ("wait", 90), ("all read", "amina", None, 2)])
@example(steps=[("read", "amina", 0, 2, 3), ("unread", "amina", 0, 4)])
@example(steps=[("read", "amina", 0, 2, 1), ("read", "amina", 0, 4, 1), ("read", "amina", 0, 0, 1)])
@example(steps=[("read", "amina", 0, 3, 2), ("hide", 0, 5), ("all read", "amina", KINDS[0], 0), ("restore", 0, 5)])
@example(steps=[("hear", "amina", None, Level.MUTE, False), ("hear", "amina", KINDS[0], Level.DIGEST, False)])
@example(steps=[("hear", "amina", 0, Level.MUTE, False), ("write", "marek", 0), ("hear", "amina", 0, None, False)])
def test_each_count_says_what_its_list_holds(
    world: World, begun: list[Discussion], steps: Sequence[tuple[object, ...]]
) -> None:
    with db.session.begin_nested() as undone:
        told = Told(world, begun)
        for step in steps:
            with clock.standing_at(FRIDAY + timedelta(minutes=told.minutes)):
                told.take(*step)  # type: ignore[arg-type]
        check(told)
        assert no_spans_overlap()
        assert counts_that_are_off() == []
        undone.rollback()
