"""What a topic was taken apart into, as plain values: for its page, which changes nothing."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    String,
    bindparam,
    case,
    cast,
    false,
    func,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.db import rows_of
from app.core.errors import NotFound
from app.networks.policy import Capability, holds, reads_only_for_research
from app.topics import distiller
from app.topics.models import DistillerTag, ExampleBlock, ExampleSource, ProblemExample, StumblingBlock, TrickyTopic
from app.topics.policy import example_agreed
from app.topics.shortlist_check import ShortlistCheck, shortlist_check


class BlockRow(NamedTuple):
    id: int
    title: str
    assessable_by: str


class ExampleRow(NamedTuple):
    """A problem example with its distiller codes in order and the blocks that it shows."""

    id: int
    network_id: int
    added_by_id: int
    #: None where the reader only researches and its author has not agreed.
    text: str | None
    source: ExampleSource
    codes: tuple[str, ...]
    block_ids: frozenset[int]


class Anatomy(NamedTuple):
    """Blocks in their order, examples in the order they were added."""

    blocks: tuple[BlockRow, ...]
    examples: tuple[ExampleRow, ...]

    @property
    def loose(self) -> list[ExampleRow]:
        """Examples that are tied to no block yet."""
        return [example for example in self.examples if not example.block_ids]

    @property
    def shortlist_check(self) -> ShortlistCheck:
        """What the topic still needs for the shortlist."""
        codes = {code for example in self.examples for code in example.codes}
        return shortlist_check(len(self.blocks), len(self.examples), len(codes))

    @property
    def matrix(self) -> list[distiller.MatrixRow]:
        """Counts of examples, stumbling block by category of the Problem Distiller."""
        sightings = [distiller.Sighting(each.block_ids, frozenset(each.codes)) for each in self.examples]
        return distiller.matrix([(block.id, block.title) for block in self.blocks], sightings)


def anatomy(of: TrickyTopic, *, seen_by: Actor) -> Anatomy:
    """The topic's parts, in one query however many there are."""
    if not holds(seen_by, Capability.READ, of.network_id):
        raise NotFound
    agreed = reads_only_for_research(seen_by, of.network_id)
    rows = rows_of(_AGREED_PARTS if agreed else _PARTS, {"topic": of.id, "me": seen_by.person_id})
    blocks, examples = [], []
    for is_block, _place, row_id, network_id, added_by_id, text, source, codes, also in rows:
        if is_block:
            blocks.append(BlockRow(row_id, text, also))
        else:
            examples.append(_example(row_id, network_id, added_by_id, text, source, codes, also))
    return Anatomy(tuple(blocks), tuple(examples))


def _example(
    row_id: int,
    network_id: int,
    added_by_id: int,
    text: str | None,
    source: ExampleSource,
    codes: str | None,
    block_ids: str | None,
) -> ExampleRow:
    blocks = frozenset(map(int, block_ids.split(","))) if block_ids else frozenset()
    return ExampleRow(
        row_id, network_id, added_by_id, text, source, tuple(sorted(codes.split(","))) if codes else (), blocks
    )


def _listed(
    column: ColumnElement[str] | InstrumentedAttribute[str], of: InstrumentedAttribute[int]
) -> ColumnElement[str | None]:
    """All of an example's, as one text with commas between."""
    listed = select(func.aggregate_strings(column, ",")).where(of == ProblemExample.id)
    return listed.correlate(ProblemExample).scalar_subquery()


def _parts(text: ColumnElement[Any] | InstrumentedAttribute[str]) -> CompoundSelect[Any]:
    """Examples, and blocks after them in the same columns: the last is what overcomes a block, or what an example shows."""
    examples = select(
        false().label("is_block"),
        ProblemExample.id.label("place"),
        ProblemExample.id,
        ProblemExample.network_id,
        ProblemExample.added_by_id,
        text,
        ProblemExample.source,
        _listed(DistillerTag.code, DistillerTag.example_id),
        _listed(cast(ExampleBlock.block_id, String), ExampleBlock.example_id),
    ).where(ProblemExample.topic_id == bindparam("topic"))
    blocks = select(
        true(),
        StumblingBlock.position,
        StumblingBlock.id,
        StumblingBlock.network_id,
        null(),
        StumblingBlock.title,
        null(),
        null(),
        StumblingBlock.assessable_by,
    ).where(StumblingBlock.topic_id == bindparam("topic"))
    return union_all(examples, blocks).order_by("is_block", "place")


_PARTS = _parts(ProblemExample.text)
_AGREED_PARTS = _parts(case((example_agreed(bindparam("me")), ProblemExample.text)))
