"""A Tricky Topic and its anatomy: stumbling blocks, problem examples, distiller codes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Personal
from app.forums.models import Discussion
from app.topics.models.mapping import TopicMapping


class ExampleSource(StrEnum):
    """Where a problem example was met."""

    MARKING = "marking"
    TUTORIAL = "tutorial"
    FORUM = "forum"
    EXAM = "exam"


class TrickyTopic(Model):
    __tablename__ = "tricky_topic"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    cycle_id: Mapped[int | None] = points_to("cycle.id")
    number: Mapped[int]
    title: Mapped[str]
    statement_md: Mapped[str]
    statement_html: Mapped[str]
    threshold_concept: Mapped[bool] = mapped_column(default=False)
    raised_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "Tricky Topics that you raised",
            words=("title", "statement_md"),
            facts=("created_at",),
            place=("number", "state"),
        ),
    )
    #: The post it was raised from, if any: the link back is kept.
    raised_from_post_id: Mapped[int | None] = points_to("post.id")
    #: The discussion under the topic.
    discussion_id: Mapped[int] = points_to("discussion.id")
    #: See topics/lifecycle.py.
    state: Mapped[str] = mapped_column(default="suggested")
    state_since: Mapped[datetime]
    #: The reason given with the last move that needed one.
    state_reason: Mapped[str | None]
    merged_into_id: Mapped[int | None] = points_to("tricky_topic.id")
    moved_to_issue_id: Mapped[int | None] = points_to("additional_issue.id")
    #: Facts for the loop, written by the move that makes them true and never taken back.
    prioritised_at: Mapped[datetime | None]
    #: Stored sum of its votes; casting.py is the only writer.
    vote_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    raised_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    discussion: Mapped[Discussion] = relationship(lazy="raise_on_sql")
    blocks: Mapped[list[StumblingBlock]] = relationship(lazy="raise_on_sql", order_by="StumblingBlock.position")
    examples: Mapped[list[ProblemExample]] = relationship(lazy="raise_on_sql", order_by="ProblemExample.id")
    mapping: Mapped[TopicMapping | None] = relationship(lazy="raise_on_sql", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class StumblingBlock(Model):
    """An assessable part of a topic. Three to six belong to one; the page warns outside."""

    __tablename__ = "stumbling_block"

    id: Mapped[key]
    #: The topic's network, so that a block is a subject of the permission table and of the record by itself.
    network_id: Mapped[int] = points_to("learning_network.id")
    topic_id: Mapped[int] = points_to("tricky_topic.id")
    position: Mapped[int]
    title: Mapped[str]
    #: How one could see in an answer that it has been overcome.
    assessable_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProblemExample(Model):
    """What students write or say that shows the problem; a symptom of one or more stumbling blocks."""

    __tablename__ = "problem_example"

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    topic_id: Mapped[int] = points_to("tricky_topic.id")
    text: Mapped[str]
    source: Mapped[ExampleSource]
    added_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal("problem examples that you added", words=("text",), facts=("source", "created_at")),
    )
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    blocks: Mapped[list[StumblingBlock]] = relationship(
        secondary="example_block", lazy="raise_on_sql", order_by="StumblingBlock.position"
    )
    tags: Mapped[list[DistillerTag]] = relationship(
        lazy="raise_on_sql", order_by="DistillerTag.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(tag.code for tag in self.tags)


class ExampleBlock(Model):
    """Which stumbling blocks a problem example is a symptom of."""

    __tablename__ = "example_block"

    example_id: Mapped[int] = points_to("problem_example.id", index=False, primary_key=True)
    block_id: Mapped[int] = points_to("stumbling_block.id", primary_key=True)


class DistillerTag(Model):
    """One of the Problem Distiller's eleven codes, put on an example."""

    __tablename__ = "distiller_tag"
    __table_args__ = (UniqueConstraint("example_id", "code"),)

    id: Mapped[key]
    example_id: Mapped[int] = points_to("problem_example.id", index=False)
    #: 1a to 4d; see topics/distiller.py.
    code: Mapped[str]
    added_by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("codes of the problem distiller that you gave", facts=("code",))
    )
