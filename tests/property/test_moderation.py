"""Whatever is written, moved, split, merged, undone, muted and left in whatever order: counts, marks, addresses and choices hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.forums import queries as forums
from app.forums.following.queries import chosen
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion, Level, Post
from app.forums.moderation import services
from app.forums.moderation.models import Operation, Step
from app.forums.reading import queries
from app.forums.reading.services import begin_reading
from app.networks.models import Membership
from tests.people import FRIDAY, NETWORKS, World
from tests.property import test_what_is_new as reading
from tests.property.test_what_is_new import KINDS, LEVEL, READER, READERS, begun

__all__ = ["begun"]
pytestmark = pytest.mark.both_databases

PLACE, SOME = st.integers(0, 9), st.sets(st.integers(0, 12), min_size=1, max_size=5)
LOUDNESS = (Level.EVERYTHING, Level.REPLIES, Level.DIGEST)
STEPS = st.one_of(
    st.tuples(st.just("split"), PLACE, SOME, st.none() | PLACE),
    st.tuples(st.just("merge"), PLACE, PLACE),
    st.tuples(st.just("undo"), PLACE),
    st.tuples(st.just("write"), st.sampled_from((*READERS, "marek")), PLACE),
    st.tuples(st.just("hide"), PLACE, st.integers(0, 12)),
    st.tuples(st.just("restore"), PLACE, st.integers(0, 12)),
    st.tuples(st.just("move"), PLACE, st.sampled_from(KINDS)),
    st.tuples(st.just("read"), READER, PLACE, st.integers(0, 12), st.integers(0, 4)),
    st.tuples(st.just("unread"), READER, PLACE, st.integers(0, 12)),
    st.tuples(st.just("all read"), READER, st.sampled_from((*KINDS, None)), st.integers(0, 3)),
    st.tuples(st.just("hear"), READER, st.one_of(PLACE, st.sampled_from(KINDS)), LEVEL, st.just(False)),
    st.tuples(st.just("leave"), READER),
    st.tuples(st.just("wait"), st.sampled_from([5, 90])),
)


@dataclass
class Done:
    """A split or a merge: which posts went from where to where, with their numbers, and whose choices changed."""

    operation: Operation
    source: int
    target: int
    made: bool
    went: dict[int, tuple[int, int]] = field(default_factory=dict)
    put: dict[int, tuple[int, int]] = field(default_factory=dict)
    levels: list[tuple[str, Level | None, Level]] = field(default_factory=list)
    undone: bool = False


@dataclass
class Moderated(reading.Told):
    """What should be so: beside what was read, where each post stands under which number, and what led where."""

    stands: dict[int, tuple[int, int]] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    away: set[str] = field(default_factory=set)

    def posts(self, place: int) -> Sequence[Post]:
        """In the order in which they are read."""
        return sorted(super().posts(place), key=lambda post: (post.created_at, post.id))

    def look(self) -> None:
        for place in range(len(self.discussions)):
            for post in self.posts(place):
                self.stands[post.id] = (place, post.position)
            self.last[place] = max((post.position for post in self.posts(place)), default=0)

    def take(self, what: str, *how: object) -> None:
        whom = how[0] if isinstance(how[0], str) else None
        if whom in self.away and what != "leave":
            return
        place_at = 1 if whom else 0
        given_place = how[place_at] if len(how) > place_at and what not in {"undo", "wait"} else None
        if isinstance(given_place, int):
            place = given_place % len(self.discussions)
            if place in self.merged or (not self.posts(place) and what != "hear"):
                return
            how = (*how[:place_at], place, *how[place_at + 1 :])
        super().take(what, *how)

    def _write(self, who: str, place: int) -> None:
        super()._write(who, place)
        self.last[place] += 1
        newest = max(self.posts(place), key=lambda post: post.id)
        assert newest.position == self.last[place]
        self.stands[newest.id] = (place, newest.position)

    def _split(self, place: int, numbers: set[int], into: int | None) -> None:
        posts = self.posts(place)
        ids = [post.id for at, post in enumerate(posts) if at in {number % len(posts) for number in numbers}]
        target = into % len(self.discussions) if into is not None else None
        if len(ids) == len(posts) or target == place or target in self.merged:
            return
        marek = self.world.actor("marek")
        other = self.discussions[target] if target is not None else None
        found = services.split(marek, self.discussions[place], ids, title="Apart", into=other, reason="Why not")
        if target is None:
            self.discussions.append(found)
            self.last[len(self.discussions) - 1] = 0
        at = len(self.discussions) - 1 if target is None else target
        authors = {post.author_id for post in posts if post.id in ids}
        self._went(Step.SPLIT, place, at, ids, made=target is None, carried=None if target is None else authors)

    def _merge(self, place: int, into: int) -> None:
        target = into % len(self.discussions)
        if target == place or target in self.merged:
            return
        ids = [post.id for post in self.posts(place)]
        services.merge(self.world.actor("marek"), self.discussions[place], self.discussions[target], reason="Alike")
        self._went(Step.MERGE, place, target, ids, made=False, carried=None)
        self.merged[place] = target

    def _went(
        self, kind: Step, source: int, target: int, ids: list[int], *, made: bool, carried: set[int] | None
    ) -> None:
        operation = db.session.query(Operation).filter_by(kind=kind).order_by(Operation.id.desc()).first()
        assert operation is not None
        done = Done(operation, source, target, made)
        for post_id in ids:
            self.last[target] += 1
            done.went[post_id] = self.stands[post_id]
            self.stands[post_id] = done.put[post_id] = (target, self.last[target])
        for who in READERS:
            theirs, there = self.said[who].get(source), self.said[who].get(target)
            if theirs is None or (carried is not None and getattr(self.world, who).id not in carried):
                continue
            after = theirs if there is None else self._louder(theirs, there)
            if after is not there:
                done.levels.append((who, there, after))
                self.said[who][target] = after
        self.done.append(done)

    @staticmethod
    def _louder(one: Level, other: Level) -> Level:
        return Level.MUTE if Level.MUTE in {one, other} else min(one, other, key=LOUDNESS.index)

    def _undo(self, which: int) -> None:
        if not self.done:
            return
        done = self.done[which % len(self.done)]
        back = [each for each, put in done.put.items() if self.stands[each] == put]
        leads = self.merged.get(done.source)
        its_own = done.target if done.operation.kind is Step.MERGE else None
        if done.undone or not back or leads not in {None, its_own}:
            with pytest.raises(Refused):
                services.undo(self.world.actor("marek"), done.operation)
            return
        services.undo(self.world.actor("marek"), done.operation)
        done.undone = True
        for each in back:
            self.stands[each] = done.went[each]
        if done.operation.kind is Step.MERGE:
            del self.merged[done.source]
        for who, before, after in done.levels:
            if self.said[who].get(done.target) is after:
                self.said[who].pop(done.target)
                if before is not None:
                    self.said[who][done.target] = before
        if done.made and not any(place == done.target for place, _ in self.stands.values()):
            self.merged[done.target] = done.source

    def _leave(self, who: str) -> None:
        """Or come back."""
        mine = db.session.query(Membership).filter_by(person_id=getattr(self.world, who).id).one()
        if who in self.away:
            mine.left_at = None
            begin_reading([mine.person_id], mine.network_id)
            self.away.discard(who)
        else:
            mine.left_at = clock.now()
            self.away.add(who)
        db.session.flush()


def check(told: Moderated) -> None:
    here, marek = NETWORKS["s215"], told.world.actor("marek")
    found = {post.id: (place, post.position) for place in range(len(told.discussions)) for post in told.posts(place)}
    assert found == told.stands
    for post_id, (place, _) in told.stands.items():
        assert forums.place_of(post_id, seen_by=marek).number == told.discussions[place].number
    for place, discussion in enumerate(told.discussions):
        end = place
        while end in told.merged:
            end = told.merged[end]
        db.session.refresh(discussion)
        assert forums.where_it_went(discussion, seen_by=marek).id == told.discussions[end].id
    for who in READERS:
        actor = told.world.actor(who)
        if who in told.away:
            assert queries.new_by_network(actor) == {}
            continue
        new = told.new_to(who)
        assert queries.new_by_network(actor).get(here, 0) == len(new)
        assert sorted(each.id for each in queries.new_discussions(actor, 50, network_id=here)) == sorted(new)
        for place, each in enumerate(told.discussions):
            assert list(queries.new_posts(each.id, actor).ids) == new.get(each.id, [])
            assert chosen(each, seen_by=actor).own is told.said[who].get(place)
    assert counts_that_are_off() == []
    assert reading.no_spans_overlap()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
@example(steps=[("read", "amina", 0, 0, 4), ("split", 0, {1, 2}, None), ("unread", "amina", 0, 0), ("undo", 0)])
@example(steps=[("merge", 0, 1), ("merge", 1, 2), ("undo", 0), ("undo", 1), ("undo", 0)])
@example(steps=[("split", 0, {1}, None), ("merge", 0, 2), ("undo", 0), ("undo", 1), ("undo", 0)])
@example(steps=[("split", 0, {4, 5}, 1), ("wait", 90), ("all read", "amina", KINDS[1], 0), ("undo", 0)])
@example(steps=[("merge", 0, 1), ("write", "ben", 1), ("undo", 0), ("write", "ben", 0)])
@example(
    steps=[("hear", "amina", 0, Level.MUTE, False), ("merge", 0, 1), ("hear", "amina", 1, None, False), ("undo", 0)]
)
@example(steps=[("split", 0, {2}, 1), ("hear", "ben", 1, Level.MUTE, False), ("hear", "ben", 1, None, False)])
def test_whatever_moderators_do_counts_marks_addresses_and_choices_hold(
    world: World, begun: list[Discussion], steps: Sequence[tuple[object, ...]]
) -> None:
    with db.session.begin_nested() as undone:
        told = Moderated(world, list(begun))
        told.look()
        for step in steps:
            with clock.standing_at(FRIDAY + timedelta(minutes=told.minutes)):
                told.take(*step)  # type: ignore[arg-type]
        check(told)
        undone.rollback()
