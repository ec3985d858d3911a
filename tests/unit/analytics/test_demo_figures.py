from __future__ import annotations

from app.analytics.demo import figures
from app.analytics.demo.mapping import PRESENTATIONS, SITES, TOPIC_SITES, TOPICS


def test_the_rows_are_all_there() -> None:
    counts = [
        len(read())
        for read in (
            figures.cohorts,
            figures.questions,
            figures.weekly,
            figures.units,
            figures.small_groups,
        )
    ]
    assert counts == [2, 10, 360, 12, 8]


def test_only_a_later_presentation_can_have_a_changed_question() -> None:
    assert {row.changed for row in figures.questions() if row.presentation == "16J"} == {None}
    assert [row.topic_key for row in figures.questions() if row.changed] == ["mo-theory"]


def test_no_site_has_two_owners() -> None:
    assert len({site.id for site in SITES}) == len(SITES)


def test_every_topic_has_material_in_every_presentation_of_its_module() -> None:
    where = {site.id: site.presentation for site in SITES}
    for topic in TOPICS:
        presentations = {presentation for module, presentation in PRESENTATIONS if module == topic.module}
        assert {where[site] for site in TOPIC_SITES[topic.module, topic.key]} == presentations


def test_a_topic_knows_its_question() -> None:
    topics = {topic.key: topic for topic in TOPICS}
    assert topics["curly-arrows"].question == "Q1"
    assert topics["vectors"].question is None
