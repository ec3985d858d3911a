"""The mapping of a topic: what is accepted, what is refused and why, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.topics import services
from app.topics.choices import MappingChoices
from app.topics.models import TopicMapping, TrickyTopic
from app.web.page import panels
from tests.client import StrictClient
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]
MAPPING = "/networks/s215/topics/1/mapping"
GOOD = {
    "version": "0",
    "week_from": "8",
    "week_to": "10",
    "activity_types": "Quiz, oucontent",
    "sites": "526721, 526735",
    "assessments": "tma3 q2\nTMA04\niCMA 41; exam",
}


@pytest.mark.parametrize("who", ["amina", "wanda", "dilys", "marek", "tomos"])
def test_a_mapping_is_set_and_shown(who: str, topic: TrickyTopic, as_: As) -> None:
    client = as_(who)
    page = client.follow(client.post(MAPPING, GOOD))
    for words in ("Weeks 8 to 10", "oucontent, quiz", "2 sites", "TMA03 Q2, TMA04, CMA41, Exam"):
        assert words in page.text
    assert client.get(MAPPING).values()["assessments"].splitlines() == ["TMA03 Q2", "TMA04", "CMA41", "Exam"]


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 403), ("saoirse", 403), ("spencer", 403), ("ravi", 403), ("chidi", 404)]
)
def test_who_may_not_map(who: str, status: int, topic: TrickyTopic, as_: As) -> None:
    assert as_(who).get(MAPPING).status == status
    assert as_(who).post(MAPPING, GOOD).status == status
    assert db.session.query(TopicMapping).count() == 0


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"week_from": "11"}, "The last week (10) lies before the first (11)."),
        ({"week_from": "eight"}, "Give a whole number, such as 8."),
        ({"week_from": ""}, "Give the first week as a number."),
        ({"week_to": "99"}, "Presentation weeks lie between -8 and 60."),
        ({"activity_types": "quiz, <b>"}, "“<b>” is not an activity type"),
        ({"sites": "526721, home"}, "“home” is not a site"),
        ({"sites": "9999999999999"}, "is not a site"),
        ({"assessments": "TMA03\nessay"}, "“essay” is not an assessment"),
        ({"assessments": "TMA Q2"}, "does not say which TMA"),
    ],
)
def test_a_fault_is_named_and_what_was_typed_is_kept(
    typed: dict[str, str], fault: str, topic: TrickyTopic, as_: As
) -> None:
    answer = as_("wanda").post(MAPPING, {**GOOD, **typed})
    assert answer.status == 422
    assert fault in answer.text
    assert answer.values()["sites"] == typed.get("sites", GOOD["sites"])
    assert db.session.query(TopicMapping).count() == 0


def test_two_who_map_at_once(topic: TrickyTopic, as_: As) -> None:
    as_("wanda").post(MAPPING, GOOD)
    answer = as_("dilys").post(MAPPING, {**GOOD, "week_to": "12"})
    assert answer.status == 409
    assert "weeks 8 to 10; oucontent, quiz" in answer.text
    again = {**GOOD, "week_to": "12", "version": answer.values()["version"]}
    assert as_("dilys").post(MAPPING, again).status == 303
    assert db.session.query(TopicMapping).one().week_to == 12


def test_only_the_assessments_changing_is_a_change_too(topic: TrickyTopic, as_: As) -> None:
    as_("wanda").post(MAPPING, GOOD)
    first = db.session.query(TopicMapping).one().version
    as_("wanda").post(MAPPING, {**GOOD, "version": str(first), "assessments": "TMA04\nTMA05"})
    assert db.session.query(TopicMapping).one().version == first + 1
    assert as_("dilys").post(MAPPING, {**GOOD, "version": str(first)}).status == 409


def test_what_the_dataset_knows_is_offered(topic: TrickyTopic, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    def known(**_asked: Any) -> list[MappingChoices]:
        return [
            MappingChoices(
                activity_types=(("quiz", "quiz, 12 sites"), ("oucontent", "oucontent, 40 sites")),
                sites=((526721, "526721: oucontent"),),
                assessments=(("TMA03", "TMA03, due in week 14"),),
                weeks=(-3, 38),
                source="a test's dataset",
            )
        ]

    monkeypatch.setitem(panels._slots, "topics.mapping.choices", [(1, known)])
    wanda = as_("wanda")
    page = wanda.get(MAPPING)
    assert "it has figures for weeks −3 to 38" in page.text
    wanda.post(
        MAPPING, {"version": "0", "week_from": "1", "week_to": "2", "known_types": ["quiz"], "activity_types": "folder"}
    )
    assert db.session.query(TopicMapping).one().activity_types == ["folder", "quiz"]
    ticked = [
        e.get("value") for e in wanda.get(MAPPING).find_all("input", name="known_types") if e.get("checked") is not None
    ]
    assert ticked == ["quiz"]


def remapped(client: StrictClient, number: int, **changed: str) -> Any:
    at = f"/networks/s215/topics/{number}/mapping"
    return client.post(at, GOOD | {"version": client.get(at).values()["version"]} | changed)


def test_a_topic_is_given_other_material_five_times_a_week_at_most(topic: TrickyTopic, as_: As, clock_at: Any) -> None:
    everybody = [as_(who) for who in ("amina", "dilys", "marek", "tomos", "dilys", "amina")]
    assert remapped(everybody[0], 1).status == 303  # the first mapping is free
    for site, client in enumerate(everybody[:5]):
        assert remapped(client, 1, sites=str(site)).status == 303
    refused = remapped(everybody[5], 1, sites="99")
    assert refused.status == 403
    assert "mapped to other material 5 times within a week" in refused.text
    assert "27 July 2018" in refused.text
    assert db.session.query(TopicMapping).one().sites == [4]
    # Weeks and assessments show no other set of students' clicks.
    assert remapped(everybody[5], 1, sites="4", week_to="12", assessments="TMA01").status == 303
    assert remapped(as_("wanda"), 1, sites="99").status == 303  # she holds the data
    with clock_at(FRIDAY + timedelta(days=7, seconds=1)):
        assert remapped(everybody[5], 1, sites="98").status == 303


def test_a_person_gives_fifteen_topics_other_material_a_week_at_most(
    world: World, actor_for: Callable[[str], Actor], as_: As
) -> None:
    titles = ("Curly arrows", "Moles", "Chirality", "Equilibria")
    many_topics = [
        services.raise_topic(actor_for("amina"), world.s215, title=title, statement_md="Hard.") for title in titles
    ]
    db.session.commit()
    client = as_("dilys")
    for one in many_topics:
        assert remapped(client, one.number).status == 303
    for site in range(5):
        for one in many_topics[:3]:
            assert remapped(client, one.number, sites=str(site)).status == 303
    refused = remapped(client, many_topics[3].number, sites="99")
    assert refused.status == 403
    assert "Your topics were mapped to other material 15 times within a week" in refused.text
    assert remapped(as_("tomos"), many_topics[3].number, sites="99").status == 303
