"""What both kinds of database promise of words: the same are found, whatever is typed, and nothing that may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Discussion, Post, PostState
from app.networks.models import Consent, Membership, Role
from app.search import candidates, jobs, upkeep
from app.search.asking.operators import read
from app.search.candidates import Narrowed, find, nearly
from app.search.indexes.language import read_query
from app.search.indexes.protocol import Engine, Key
from app.search.kinds.sources import SOURCES
from app.search.queries import search
from app.topics import services as topics
from tests.people import World

ActorFor = Callable[[str], Actor]

TEXTS = {
    1: "Curly arrows start at a pair of electrons, not at a charge.",
    2: "pKa, K_a and H₂O: half of them write 10^-5 for pH 5.",
    3: "化学反应很快。",
    4: "The well-being of a naïve café; résumé.",
    5: "Resonance, resonant and resonate; a curly bracket.",
    6: "the of and",
    7: "🙂 " + "a" * 10_000,
    8: r"The rate is \(k[\ce{H2O}]^2\), and \(\sigma\) bonds.",
}


@pytest.fixture
def spoken(world: World, actor_for: ActorFor) -> dict[int, int]:
    """The texts above as posts; post id → its number among them."""
    amina = actor_for("amina")
    discussion = forums.start_discussion(amina, world.forum(), "Mechanisms", TEXTS[1])
    for number in range(2, len(TEXTS) + 1):
        forums.publish_post(amina, discussion, TEXTS[number])
    db.session.commit()
    ids = db.session.scalars(select(Post.id).where(Post.discussion_id == discussion.id).order_by(Post.position))
    return dict(zip(ids, TEXTS, strict=True))


def found(index: Engine, words: str, world: World, reader: Actor) -> set[Key]:
    where = Narrowed(tuple(SOURCES), frozenset(reader.roles))
    asked = read_query(words)
    return set() if asked.empty else {each.key for each in find(index, asked, where, reader)}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("curly", {1, 5}),
        ("curly arrow", {1}),
        ("curly -bracket", {1}),
        ('curly -"a bracket"', {1, 5}),
        ('curly -"curly bracket"', {1}),
        ('"pair of electrons"', {1}),
        ('"electrons of pair"', set()),
        ("pka", {2}),
        ("k_a", {2}),
        ("H2O", {2, 8}),
        ("h₂o", {2, 8}),
        ("10 5", {2}),
        ("化学", {3}),
        ("反应", {3}),
        ("反应很快", {3}),
        ("快", {3}),
        ("化", {3}),
        ("应化", set()),
        ("naive", {4}),
        ("CAFÉ resume", {4}),
        ("wellbeing", set()),
        ("well-being", {4}),
        ("resonating", {5}),
        ("reso*", {5}),
        ("sigma", {8}),
        ("the of and", {6}),
        ("the curly", {1, 5}),
        ("curly AND NOT (bracket", {5}),
        ("🙂", set()),
        ("-curly", {2, 3, 4, 6, 7, 8}),
        ("a" * 10_000, {7}),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", set()),
    ],
)
def test_both_databases_find_the_same(
    typed: str, numbers: set[int], index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor
) -> None:
    hits = found(index, typed, world, actor_for("ben"))
    assert {spoken[key.id] for key in hits if key.kind == "post"} == numbers


@pytest.mark.parametrize(
    "typed",
    [
        '"', '""', '"curly', 'curly"', "-", "--", '-"', "*", "a*", "the* of*", "a AND NOT b", "NOT", "(", ")", "a & !b", "a <-> b",
        "'", "''", "\\", "\x00", "\ud800", "\u200b", ":*", "the:*", "a:b:c", "author:", "kind:nothing", "week:x", "before:soon",
        "week:99999999999999999999", "before:9999-99-99", "after:0001-01-01", "state:", "has:", "has:nothing", "network:zzz", "role:",
        "NEAR(a b)", "{title} : a", "^a", "a + b", "%", "_", "k_", "a" * 300, "☃", "👨\u200d👩\u200d👧", "می\u200cخواهم", "क्\u200dष",
        "-" + "a " * 150, "author:" + "x" * 200, "unanswered unanswered", "role:al role:chair kind:post kind:topic",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(
    typed: str, index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor
) -> None:
    results = search(index, read(typed), seen_by=actor_for("ben"))
    assert results.total == sum(results.counts.values())


def test_what_is_spelt_wrong_or_only_begun_is_found(
    index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor
) -> None:
    for typed, number in (("elektrons", 1), ("brakcet", 5), ("resonan", 5), ("curly zzzzzz", 1)):
        results = search(index, read(typed), seen_by=actor_for("ben"))
        assert results.only_nearly
        assert number in {spoken[each.key.id] for each in results.found}


def test_a_title_goes_before_a_text(index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor) -> None:
    topic = topics.raise_topic(actor_for("amina"), world.s215, title="Curly things", statement_md="Words.")
    db.session.commit()
    results = search(index, read("curly"), seen_by=actor_for("ben"))
    assert results.found[0].key == Key("topic", topic.id)
    by_date = search(index, read("curly"), seen_by=actor_for("ben"), by_date=True)
    assert [each.at for each in by_date.found] == sorted((each.at for each in by_date.found), reverse=True)


def scatter(dice: Random, spoken: dict[int, int], world: World, actor_for: ActorFor) -> None:
    """Posts in two networks, some of them hidden, by people who agreed to this or that."""
    discussion = db.session.get_one(Discussion, db.session.get_one(Post, min(spoken)).discussion_id)
    for at in range(30):
        who = dice.choice(["amina", "ben", "marek", "chidi"])
        if who == "chidi":
            forums.start_discussion(actor_for(who), world.forum(slug="mst124"), f"Elsewhere {at}", "zeolite")
            continue
        there = discussion
        if dice.random() < 0.3:
            there = forums.start_discussion(actor_for(who), world.forum(), f"Zeolite {at}", "Words.")
        forums.publish_post(actor_for(who), there, f"A zeolite, number {at}.")
    for membership in db.session.query(Membership):
        membership.research_consent = dice.choice(list(Consent))
    for post in db.session.query(Post).filter(Post.position > len(TEXTS)):
        if dice.random() < 0.3:
            forums.hide_post(actor_for("marek"), post, "For now.")
    db.session.commit()


@pytest.mark.parametrize("seed", range(8))
def test_counts_results_and_what_is_near_are_what_the_rules_allow(
    seed: int, index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random rights, random consent, random hiding; and so few taken of each kind that the withheld would fill the places."""
    dice = Random(seed)
    scatter(dice, spoken, world, actor_for)
    networks = [world.s215.id, world.mst124.id]
    roles = {each: frozenset(dice.sample(list(Role), dice.choice([0, 1, 1, 2]))) for each in networks}
    reader = Actor(person_id=dice.choice([world.ravi.id, world.amina.id]), roles={a: b for a, b in roles.items() if b})
    allowed = {
        Key(kind, row_id)
        for kind, source in SOURCES.items()
        for row_id in db.session.scalars(select(source.model.id).where(source.for_reader(reader)))
    }
    everybody = Actor(person_id=world.ben.id, roles=dict.fromkeys(networks, frozenset({Role.MODERATOR})))
    with monkeypatch.context() as patch:
        patch.setattr(candidates, "MOST", 5)
        candidates._statement.cache_clear()
        few = {typed: found(index, typed, world, reader) for typed in ("zeolite", "zeolites -words", "zeolit*")}
    candidates._statement.cache_clear()
    for typed, hits in few.items():
        may_be_found = found(index, typed, world, everybody) & allowed
        assert hits <= may_be_found
        # Each kind gives as many as it may, however many are withheld before them.
        assert len(hits) >= min(5, len(may_be_found))
        assert found(index, typed, world, reader) == may_be_found
    for near in nearly(index, read_query("zeolitte")):
        where = Narrowed(tuple(SOURCES), frozenset(reader.roles))
        assert {each.key for each in find(index, near, where, reader)} <= allowed


def test_rights_that_are_withdrawn_after_the_words_were_found_show_nothing(
    index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the statement that finds and the one that reads: hidden meanwhile, by somebody on another machine."""
    [first] = [post_id for post_id, number in spoken.items() if number == 1]
    ben = actor_for("ben")

    def then_hide(*given: object, **named: object) -> object:
        hits = find(*given, **named)  # type: ignore[arg-type]
        post = db.session.get_one(Post, first)
        post.state, post.state_at = PostState.HIDDEN, clock.now()
        db.session.flush()
        return hits

    monkeypatch.setattr("app.search.queries.find", then_hide)
    results = search(index, read("electrons"), seen_by=ben)
    assert not results.found


def test_whoever_left_finds_nothing_there(
    index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor
) -> None:
    ben = actor_for("ben")
    gone = Actor(person_id=ben.person_id, roles={})
    assert search(index, read("curly"), seen_by=gone).total == 0
    assert search(index, read("curlx"), seen_by=gone).total == 0
    assert not search(index, read("amina"), seen_by=gone).people


def test_upkeep_of_everything_changes_nothing_that_is_found(
    index: Engine, spoken: dict[int, int], world: World, actor_for: ActorFor
) -> None:
    before = {typed: found(index, typed, world, actor_for("ben")) for typed in ("curly", "化学", "sigma")}
    jobs.rebuild()
    assert before == {typed: found(index, typed, world, actor_for("ben")) for typed in before}
    assert upkeep.drift() == (set(), set())
