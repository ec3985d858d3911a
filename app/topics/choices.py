"""What the mapping form can offer: filled by whoever knows the module's dataset (slot `topics.mapping.choices`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MappingChoices:
    """What a dataset knows about the network's module. Every part may be empty; free entry stays possible.

    A shower of the slot is called with `actor` and `network` and returns an iterable of these.
    """

    #: ("quiz", "quiz: 12 sites")
    activity_types: tuple[tuple[str, str], ...] = ()
    #: (526721, "526721: oucontent, weeks 8 to 10")
    sites: tuple[tuple[int, str], ...] = ()
    #: ("TMA03", "TMA03, due in week 14")
    assessments: tuple[tuple[str, str], ...] = ()
    #: First and last week that the dataset has figures for.
    weeks: tuple[int, int] | None = None
    #: Where this comes from, for the reader: "OULAD, 2014J".
    source: str = ""
