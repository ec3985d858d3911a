"""Taking a topic apart: stumbling blocks, and the problem examples that show them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm.attributes import flag_modified

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.topics import distiller
from app.topics.events import TopicEdited
from app.topics.lifecycle import TOPIC
from app.topics.models import DistillerTag, ExampleBlock, ExampleSource, ProblemExample, StumblingBlock, TrickyTopic
from app.topics.policy import Permission
from app.topics.services.raising import GONE_ELSEWHERE


def add_block(actor: Actor, topic: TrickyTopic, *, title: str, assessable_by: str = "") -> StumblingBlock:
    """A new stumbling block at the end. More than six is allowed: the page warns.

    Refused, like all of these verbs, once the topic was merged or became an additional issue.
    """
    require(actor, Permission.SHAPE, topic)
    _expect_open(topic)
    last = db.session.scalar(select(func.max(StumblingBlock.position)).where(StumblingBlock.topic_id == topic.id)) or 0
    block = StumblingBlock(
        network_id=topic.network_id,
        topic_id=topic.id,
        position=last + 1,
        title=title,
        assessable_by=assessable_by,
    )
    db.session.add(block)
    db.session.flush()  # callers tie examples to it
    _note(actor, topic, "add block", after=title)
    return block


def edit_block(
    actor: Actor,
    topic: TrickyTopic,
    block: StumblingBlock,
    *,
    title: str,
    assessable_by: str,
    seen_version: int | None = None,
) -> StumblingBlock:
    """New words for a stumbling block. Conflict if somebody else was quicker; Refused as in `add_block`."""
    require(actor, Permission.SHAPE, topic)
    _expect_open(topic)
    expect_version(block, seen_version, {"title": block.title, "assessable_by": block.assessable_by})
    before = block.title
    block.title = title
    block.assessable_by = assessable_by
    _note(actor, topic, "edit block", before=before, after=title)
    return block


def move_block(actor: Actor, topic: TrickyTopic, block: StumblingBlock, *, up: bool) -> None:
    """Change places with the neighbour above or below; at the end of the list nothing happens.

    Refused as in `add_block`; NotFound if somebody took it away meanwhile.
    """
    require(actor, Permission.SHAPE, topic)
    _expect_open(topic)
    blocks = _locked_blocks(topic)
    if block not in blocks:
        raise NotFound(gettext("Somebody took this stumbling block away meanwhile."))
    at = blocks.index(block)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(blocks):
        return
    blocks[at], blocks[to] = blocks[to], blocks[at]
    for position, each in enumerate(blocks, 1):
        each.position = position
    _note(actor, topic, "reorder blocks", after=block.title)


def remove_block(actor: Actor, topic: TrickyTopic, block: StumblingBlock) -> None:
    """Take a stumbling block away. Its problem examples stay with the topic and lose only this tie.

    Refused as in `add_block`.
    """
    require(actor, Permission.SHAPE, topic)
    _expect_open(topic)
    left = [each for each in _locked_blocks(topic) if each is not block]
    db.session.execute(delete(ExampleBlock).where(ExampleBlock.block_id == block.id))
    _note(actor, topic, "remove block", before=block.title)
    db.session.delete(block)
    for position, each in enumerate(left, 1):
        each.position = position


def add_example(
    actor: Actor,
    topic: TrickyTopic,
    *,
    text: str,
    source: ExampleSource,
    block_ids: Collection[int] = (),
    codes: Collection[str] = (),
) -> ProblemExample:
    """What a student wrote or said, without any name, tied to stumbling blocks and distiller codes.

    Invalid for a block that is not of this topic, and for a code that there is not; Refused as in `add_block`.
    """
    require(actor, Permission.ADD_EXAMPLE, topic)
    _expect_open(topic)
    blocks = _blocks_of(topic, block_ids)
    example = ProblemExample(
        network_id=topic.network_id,
        topic_id=topic.id,
        text=text,
        source=source,
        added_by_id=actor.person_id,
        created_at=clock.now(),
        blocks=blocks,
        tags=[_tag(actor, code) for code in _known(codes)],
    )
    db.session.add(example)
    db.session.flush()  # callers need its id
    _note(actor, topic, "add example", after=text)
    return example


def classify_example(
    actor: Actor,
    topic: TrickyTopic,
    example: ProblemExample,
    *,
    block_ids: Collection[int],
    codes: Collection[str],
    seen_version: int | None = None,
) -> ProblemExample:
    """Say which stumbling blocks an example shows, and why. Open to everyone who may add examples.

    Conflict if somebody else was quicker; Invalid and Refused as in `add_example`.
    """
    require(actor, Permission.ADD_EXAMPLE, topic)
    _expect_open(topic)
    _expect_unchanged(example, seen_version)
    _classify(actor, topic, example, block_ids, codes)
    _note(actor, topic, "classify example", after=example.text)
    return example


def edit_example(
    actor: Actor,
    topic: TrickyTopic,
    example: ProblemExample,
    *,
    text: str,
    source: ExampleSource,
    block_ids: Collection[int],
    codes: Collection[str],
    seen_version: int | None = None,
) -> ProblemExample:
    """New words for an example, by the person who added it or the moderator.

    Conflict if somebody else was quicker; Invalid and Refused as in `add_example`.
    """
    require(actor, Permission.EDIT_EXAMPLE, example)
    _expect_open(topic)
    _expect_unchanged(example, seen_version)
    before = example.text
    example.text = text
    example.source = source
    _classify(actor, topic, example, block_ids, codes)
    _note(actor, topic, "edit example", before=before, after=text)
    return example


def remove_example(actor: Actor, topic: TrickyTopic, example: ProblemExample) -> None:
    """Take an example away, with its codes; the history keeps that there was one, not what it said.

    A quote is taken away when it says too much about somebody, so its words must not stay anywhere. Refused as in
    `add_block`.
    """
    require(actor, Permission.EDIT_EXAMPLE, example)
    _expect_open(topic)
    words = example.text
    db.session.delete(example)
    forget = select(audit.AuditEntry).where(
        audit.AuditEntry.subject_kind == TrickyTopic.__tablename__,
        audit.AuditEntry.subject_id == topic.id,
        audit.AuditEntry.verb.in_(("add example", "edit example", "classify example")),
        (audit.AuditEntry.after == words) | (audit.AuditEntry.before == words),
    )
    for entry in db.session.scalars(forget):
        entry.before = None
        entry.after = None
    _note(actor, topic, "remove example")


def _expect_open(topic: TrickyTopic) -> None:
    if topic.state in GONE_ELSEWHERE:
        raise Refused(
            gettext("This topic is “%(topic)s”. Add to the one that took its place.", topic=TOPIC.label(topic.state))
        )


def _locked_blocks(topic: TrickyTopic) -> list[StumblingBlock]:
    """The blocks in order, locked, so that two people who reorder at once do so one after the other."""
    ordered = select(StumblingBlock).where(StumblingBlock.topic_id == topic.id)
    return list(db.session.scalars(ordered.order_by(StumblingBlock.position, StumblingBlock.id).with_for_update()))


def _blocks_of(topic: TrickyTopic, block_ids: Collection[int]) -> list[StumblingBlock]:
    wanted = set(block_ids)
    if not wanted:
        return []
    known = select(StumblingBlock).where(StumblingBlock.topic_id == topic.id, StumblingBlock.id.in_(wanted))
    found = list(db.session.scalars(known.order_by(StumblingBlock.position)))
    if len(found) != len(wanted):
        fault = gettext("One of these stumbling blocks is not part of this topic any more. Choose again.")
        raise Invalid(fault, {"block_ids": [fault]})
    return found


def _known(codes: Collection[str]) -> list[str]:
    if unknown := sorted(set(codes) - distiller.CODES.keys()):
        fault = gettext("The Problem Distiller has no code %(unknown)s.", unknown=", ".join(unknown))
        raise Invalid(fault, {"codes": [fault]})
    return sorted(set(codes))


def _tag(actor: Actor, code: str) -> DistillerTag:
    return DistillerTag(code=code, added_by_id=actor.person_id)


def _classify(
    actor: Actor, topic: TrickyTopic, example: ProblemExample, block_ids: Collection[int], codes: Collection[str]
) -> None:
    wanted = _known(codes)
    example.blocks = _blocks_of(topic, block_ids)
    kept = [tag for tag in example.tags if tag.code in wanted]
    new = sorted(set(wanted) - {tag.code for tag in kept})
    example.tags = [*kept, *(_tag(actor, code) for code in new)]
    # Ties and codes lie in tables of their own; the example's version must tell the next editor all the same.
    flag_modified(example, "source")


def _expect_unchanged(example: ProblemExample, seen_version: int | None) -> None:
    current = {
        "text": example.text,
        "Codes": ", ".join(example.codes) or "none",
        "Stumbling blocks": "; ".join(block.title for block in example.blocks) or "none",
    }
    expect_version(example, seen_version, current)


def _note(actor: Actor, topic: TrickyTopic, verb: str, *, before: str | None = None, after: str | None = None) -> None:
    audit.record(actor, verb, topic, before=before, after=after)
    announce(TopicEdited(network_id=topic.network_id, actor_id=actor.person_id, topic_id=topic.id))
