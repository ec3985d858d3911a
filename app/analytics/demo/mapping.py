"""Which material, weeks and assessments of the demo modules belong to which Tricky Topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.analytics.demo.figures import questions

PRESENTATIONS: Final = (("S215", "16J"), ("S215", "17J"), ("MST124", "17J"), ("H800", "17J"))

# First number of a presentation's sites, assessments and students.
_BASES: Final = {
    ("S215", "16J"): 21_516_000,
    ("S215", "17J"): 21_517_000,
    ("MST124", "17J"): 12_417_000,
    ("H800", "17J"): 80_017_000,
}

UNIT_WEEKS: Final = {  # first and last week of each unit of MST124; 12 and 13 are a break, 11 is not studied
    1: (1, 2),
    2: (3, 4),
    3: (5, 7),
    4: (8, 9),
    5: (10, 11),
    6: (14, 15),
    7: (16, 17),
    8: (18, 19),
    9: (20, 21),
    10: (22, 23),
    12: (25, 26),
}
UNSTUDIED_UNIT_WEEK: Final = 24  # the skipped unit's place, a week to catch up


@dataclass(frozen=True)
class DemoTopic:
    """The part of the module map that a topic is about. `units` are those of MST124."""

    module: str
    key: str
    week_from: int
    week_to: int
    assessments: tuple[str, ...] = ()
    units: tuple[int, ...] = ()

    @property
    def question(self) -> str | None:
        """The label of its question in that assessment, where there is one."""
        return next((row.question for row in questions() if row.topic_key == self.key), None)


TOPICS: Final = (
    DemoTopic("S215", "curly-arrows", 14, 18, ("TMA04",)),
    DemoTopic("S215", "mo-theory", 9, 13, ("TMA03",)),
    DemoTopic("S215", "point-groups", 7, 9, ("TMA02",)),
    DemoTopic("S215", "combined-spectra", 20, 24, ("TMA05",)),
    DemoTopic("S215", "thermo-v-kinetics", 11, 14, ("TMA03",)),
    DemoTopic("S215", "le-chatelier", 11, 11, ("TMA03",)),
    DemoTopic("S215", "imf", -1, 0),
    DemoTopic("MST124", "choose-integration", 18, 19, ("TMA03",), (8,)),
    DemoTopic("MST124", "trig-radians", 8, 9, ("TMA02",), (4,)),
    DemoTopic("MST124", "function-inverse", 5, 7, ("TMA02",), (3,)),
    DemoTopic("MST124", "write-maths", 1, 4, ("TMA01",), (1, 2)),
    DemoTopic("MST124", "complex-forms", 25, 26, ("TMA04",), (12,)),
    DemoTopic("MST124", "alg-fractions", 1, 2, ("TMA01",), (1,)),
    DemoTopic("MST124", "vectors", 10, 11, ("TMA02",), (5,)),
    DemoTopic("H800", "reading-theory", 3, 6, ("TMA01",)),
    DemoTopic("H800", "summary-to-argument", 9, 13, ("TMA02",)),
)


@dataclass(frozen=True)
class DemoSite:
    id: int
    module: str
    presentation: str
    activity_type: str
    part: str  # a topic's key, "unit 8", or "general"


# What one part of the material consists of, and what every module has beside it.
_PART = ("oucontent", "oucontent", "quiz", "resource", "url")
_GENERAL = (
    "homepage", "forumng", "forumng", "subpage", "subpage", "resource", "resource", "oucontent", "oucontent",
    "oucollaborate", "glossary", "quiz",
)  # fmt: skip


def first_number(module: str, presentation: str) -> int:
    return _BASES[module, presentation]


def parts(module: str) -> list[str]:
    """The parts of a module's material that have sites of their own."""
    if module == "MST124":
        return [f"unit {unit}" for unit in UNIT_WEEKS]
    return [topic.key for topic in TOPICS if topic.module == module]


def _sites(module: str, presentation: str) -> list[DemoSite]:
    first = first_number(module, presentation)
    kinds = {"general": _GENERAL} | dict.fromkeys(parts(module), _PART)
    return [
        DemoSite(first + 20 * number + place, module, presentation, kind, part)
        for number, (part, types) in enumerate(kinds.items())
        for place, kind in enumerate(types)
    ]


SITES: Final = tuple(site for pair in PRESENTATIONS for site in _sites(*pair))


def _sites_of(topic: DemoTopic) -> tuple[int, ...]:
    wanted = [f"unit {unit}" for unit in topic.units] or [topic.key]
    return tuple(site.id for site in SITES if site.module == topic.module and site.part in wanted)


# Module and topic key to the sites of every presentation that hold the topic's material.
TOPIC_SITES: Final = {(topic.module, topic.key): _sites_of(topic) for topic in TOPICS}
