"""What waits, and for whom: the rules and their SQL say the same of any rows, nothing waits for nobody, and everything that
waits for a person stands on that person's home.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from itertools import chain, combinations
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, select

from app.actions.models import Action
from app.core import clock
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.interventions.models import Intervention, Support
from app.networks.models import Cycle, Role
from app.networks.policy import GRANTS, Capability
from app.replies.models import LoopReply
from app.standing.loop import TOPIC_WORDS, LoopFacts, StepTimes, standing_of
from app.standing.parties import CHAINS, Party, answering, parts_of
from app.standing.queries import waiting_for, waiting_in, waits_of
from app.standing.queries.waiting import all_rows
from app.standing.rules.subjects import issue_wait, topic_wait
from app.standing.waits import VERBS, Kind, Wait
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic
from app.workshops.models import Workshop
from tests.factories.histories import Histories
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.scattered import Scattered, leave
from tests.factories.walks import Walk
from tests.people import CAST, FRIDAY, IDS, World

#: What a part needs to be able to do, for each verb that waits for a part.
NEEDS = {
    "sort": Capability.STEER,
    "shortlist": Capability.STEER,
    "prioritise": Capability.STEER,
    "propose": Capability.PROPOSE,
    "close topic": Capability.STEER,
    "settle": Capability.STEER,
    "draft": Capability.DRAFT_REPLY,
    "follow up": Capability.DRAFT_REPLY,
    "acknowledge": Capability.STEER,
    "route": Capability.STEER,
    "respond": Capability.READ,
    "finish issue": Capability.READ,
    "close issue": Capability.STEER,
    "support": Capability.VOTE,
    "decide": Capability.DECIDE,
    "make": Capability.PROPOSE,
    "call ready": Capability.DECIDE,
    "go live": Capability.PROPOSE,
    "measure": Capability.EVALUATE,
    "conclude": Capability.DECIDE,
    "free": Capability.KEEP_ACTIONS,
    "hand over": Capability.KEEP_ACTIONS,
    "verify": Capability.VERIFY,
    "approve": Capability.APPROVE_REPLY,
    "rewrite": Capability.DRAFT_REPLY,
    "publish": Capability.PUBLISH_REPLY,
    "move on": Capability.STEER,
    "invite": Capability.STEER,
    "open": Capability.STEER,
    "conclude workshop": Capability.STEER,
}


#: Of topics, and as many of issues; the bench tries more.
HISTORIES = int(os.environ.get("HISTORIES", "6000"))


def is_for_somebody(wait: Wait) -> bool:
    """Words for the button and the sentence, and either a person or a part that is not nobody."""
    return bool(VERBS[wait.verb].to and wait.words) and (wait.party is not None) != (wait.person_id is not None)


def test_no_history_leaves_something_open_that_waits_for_nobody() -> None:
    histories = Histories(11)
    for _ in range(HISTORIES):
        about = histories.subject(list(TOPIC.states))
        wait = topic_wait(about)
        assert wait is None or is_for_somebody(wait)
        over = about.known.state not in {"merged", "moved_to_issue"} and not about.published
        assert not (over and wait is None), "what ended in silence waits for its reply"
        times = StepTimes(about.known.created_at, about.known.heard_at)
        standing = standing_of(LoopFacts(TOPIC_WORDS, times, about.known.state, wait))
        assert [step.waits_for for step in standing.steps if step.state == "present"] == ([wait.words] if wait else [])
    for _ in range(HISTORIES):
        owner = {"owner_id": 3, "owner": "Ben", "owner_is_here": histories.dice.random() < 0.5}
        routed = histories.dice.choice([None, "module team", "staff tutor", "LTS/IT"])
        about = histories.subject(
            list(ISSUE.states),
            routed_to=routed,
            response=histories.dice.choice([None, *IssueResponse]),
            **owner,
            action=histories.maybe(histories.action(), 0.3),
        )
        wait = issue_wait(about)
        assert wait is None or is_for_somebody(wait)
        assert wait is not None or (about.known.state == "closed" and about.published)


def test_whoever_answers_for_a_part_may_take_the_step() -> None:
    roles = [role for role in Role if role is not Role.CHAIR]
    for others in chain.from_iterable(combinations(roles, count) for count in range(len(roles) + 1)):
        held = frozenset({Role.CHAIR, *others})
        for party in CHAINS:
            assert answering(party, held), "a network with a chair has somebody for every part"
        for verb, capability in NEEDS.items():
            for party in parties_of(verb):
                assert answering(party, held) & GRANTS[capability], (verb, party, held)


def parties_of(verb: str) -> set[Party]:
    """The parts that the rules ever name with this verb, by trying."""
    if not _SEEN:
        histories = Histories(5)
        for _ in range(4000):
            waits = [topic_wait(histories.subject(list(TOPIC.states)))]
            for response in (None, *IssueResponse):
                routed = histories.dice.choice(["module team", "staff tutor", "SST"])
                about = histories.subject(list(ISSUE.states), routed_to=routed, response=response)
                waits.append(issue_wait(about))
            for wait in waits:
                if wait and wait.party:
                    _SEEN.setdefault(wait.verb, set()).add(wait.party)
    return _SEEN.get(verb, set())


_SEEN: dict[str, set[Party]] = {}


def all_alike(everybody: dict[str, Actor]) -> dict[tuple[Kind, int], Any]:
    """What waits by SQL, after it was held against the rules and against everybody's home."""
    rows = all_rows()
    found = {
        (Kind(row.kind), row.id): (row.verb, row.party, row.person_id, row.since)
        for row in rows_of(select(rows).where(rows.c.verb != ""), {"open": [1, 2]})
    }
    expected: dict[tuple[Kind, int], Any] = {}
    for kind, model in MODELS.items():
        ids = list(db.session.scalars(select(model.id)))
        for reader in ("dilys", "maud"):
            for row_id, wait in waits_of(kind, ids, seen_by=everybody[reader]).items():
                if wait.through is None and wait.party is not Party.INVITED:
                    party = wait.party.value if wait.party else None
                    expected[kind, row_id] = (wait.verb, party, wait.person_id, wait.since)
                elif wait.through is not None:
                    assert through_is_shown(wait, found, model, row_id), "what it waits through is a row of its own"
    told = {key: (found.get(key), expected.get(key)) for key in {*found, *expected}}
    assert {key: both for key, both in told.items() if both[0] != both[1]} == {}
    homes = {
        name: {(each.kind, each.id) for each in waiting_for(seen_by=actor, most=10_000)}
        for name, actor in everybody.items()
    }
    assert set().union(*homes.values()) == set(found), "everything that waits stands on somebody's home"
    for name, mine in homes.items():
        assert {key for key, (_, _, person_id, _) in found.items() if person_id == IDS[name]} <= mine
    return found


#: Walks through the services; the bench goes three hundred.
WALKS = int(os.environ.get("WALKS", "6"))


def test_no_walk_through_the_services_leaves_rules_sql_and_homes_apart(world: World) -> None:
    """Each begins where the others have left people and things, and is looked at on its way and at its end."""
    dice = Random(23)
    seen: set[str] = set()
    done = 0
    for number in range(WALKS):
        with clock.standing_at(FRIDAY + timedelta(minutes=number)):
            walk = Walk(world, dice)
            for _ in range(2):
                walk.go(25)
                db.session.flush()
                found = all_alike({name: world.actor(name) for name in CAST})
                seen |= {verb for verb, *_ in found.values()}
            done += walk.done
            assert not open_and_waited_for_by_nobody(found, world)
    assert done > 12 * WALKS, "most walks get somewhere"
    assert len(seen) > 12, seen


def open_and_waited_for_by_nobody(found: dict[tuple[Kind, int], Any], world: World) -> set[tuple[str, int]]:
    """Topics and issues that are open, or ended without a reply, and wait neither themselves nor through another thing."""
    nobody = set()
    for model, kind in ((TrickyTopic, Kind.TOPIC), (AdditionalIssue, Kind.ISSUE)):
        over = ("merged", "moved_to_issue")
        ids = db.session.scalars(select(model.id).where(model.network_id == world.s215.id, model.state.not_in(over)))
        waits = waits_of(kind, (every := list(ids)), seen_by=world.actor("dilys"))
        subject = LoopReply.topic_id if kind is Kind.TOPIC else LoopReply.issue_id
        replied = set(db.session.scalars(select(subject).where(LoopReply.state == "published")))
        nobody |= {(kind.value, each) for each in every if each not in waits and each not in replied}
    return nobody


@pytest.mark.parametrize("seed", range(2))
def test_rules_and_sql_say_the_same_and_everything_stands_on_a_home(world: World, seed: int) -> None:
    Scattered(world, Random(seed))
    everybody = {name: world.actor(name) for name in CAST}
    found = all_alike(everybody)
    assert len({verb for verb, *_ in found.values()}) > 15, "the rows are of many kinds"
    for actor in everybody.values():
        few = waiting_for(seen_by=actor, most=2)
        assert {(each.kind, each.verb): each.of for each in few} == Counter(
            (each.kind, each.verb) for each in waiting_for(seen_by=actor, most=10_000)
        )
    for each in waiting_in([world.s215.id], seen_by=everybody["marek"], most=10_000):
        assert each.slug == "s215"
        assert (each.kind, each.id) in found


def test_nothing_of_another_network_and_nothing_of_one_that_is_over(world: World) -> None:
    a_topic(world)
    a_topic(world, slug="mst124")
    db.session.flush()
    assert {each.slug for each in waiting_for(seen_by=world.actor("marek"))} == {"s215"}
    assert waiting_for(seen_by=world.actor("ada")) == []
    assert waiting_in([world.s215.id], seen_by=world.actor("maud")) == []
    world.s215.state = "archived"
    assert waiting_for(seen_by=world.actor("marek")) == []


def test_who_supports_a_proposal_owes_it_nothing_more(world: World) -> None:
    proposed = an_intervention(world, by="tomos")
    db.session.flush()

    def asked(name: str) -> bool:
        return (Kind.INTERVENTION, proposed.id) in {(e.kind, e.id) for e in waiting_for(seen_by=world.actor(name))}

    assert [asked(name) for name in ("amina", "ben", "dilys", "marek")] == [True, True, True, False]
    db.session.execute(
        insert(Support),
        [{"intervention_id": proposed.id, "person_id": IDS[name], "at": clock.now()} for name in ("amina", "dilys")],
    )
    assert [asked(name) for name in ("amina", "ben", "dilys")] == [False, True, True], "a chair may still decide"


def test_a_part_that_nobody_has_falls_to_the_next(world: World) -> None:
    topic = a_topic(world)
    db.session.flush()
    assert (Kind.TOPIC, topic.id) not in {(e.kind, e.id) for e in waiting_for(seen_by=world.actor("dilys"))}
    leave("marek")
    assert (Kind.TOPIC, topic.id) in {(e.kind, e.id) for e in waiting_for(seen_by=world.actor("dilys"))}
    held = frozenset({Role.CHAIR})
    assert Party.ANALYST in parts_of(held, held)


MODELS: dict[Kind, Any] = {
    Kind.TOPIC: TrickyTopic,
    Kind.ISSUE: AdditionalIssue,
    Kind.INTERVENTION: Intervention,
    Kind.ACTION: Action,
    Kind.REPLY: LoopReply,
    Kind.CYCLE: Cycle,
    Kind.WORKSHOP: Workshop,
}


def through_is_shown(wait: Wait, found: dict[tuple[Kind, int], Any], model: Any, row_id: int) -> bool:
    assert wait.through is not None
    kind, number = wait.through
    network = select(model.network_id).where(model.id == row_id).scalar_subquery()
    other = MODELS[kind]
    other_id = db.session.scalar(select(other.id).where(other.network_id == network, other.number == number))
    return other_id is not None and found[kind, other_id][0] == wait.verb
