"""Forums, discussions and posts. A post is never deleted: it is hidden or removed and leaves a tombstone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to, says_of_a_person
from app.core.language.spoken import lazy_gettext
from app.core.personal_data import Erasure, Merging, Period, Personal
from app.networks.models import IN_FORUMS
from app.networks.policy import agreed_to_research


class ForumKind(StrEnum):
    START_HERE = "Start here"
    TRICKY_TOPICS = "Tricky Topics"
    ADDITIONAL_ISSUES = "Additional issues"
    INTERVENTIONS = "Interventions"
    WORKSHOP = "Workshop"
    DATA_ROOM = "Data room"
    CAFE = "Café"

    @property
    def called(self) -> str:
        """Its name for people. Three are named after what is talked about, which has a list of its own in the network."""
        return str(_CALLED[self])


_CALLED = {
    ForumKind.START_HERE: lazy_gettext("Start here"),
    ForumKind.TRICKY_TOPICS: lazy_gettext("About Tricky Topics"),
    ForumKind.ADDITIONAL_ISSUES: lazy_gettext("About additional issues"),
    ForumKind.INTERVENTIONS: lazy_gettext("About interventions"),
    ForumKind.WORKSHOP: lazy_gettext("Workshop"),
    ForumKind.DATA_ROOM: lazy_gettext("Data room"),
    ForumKind.CAFE: lazy_gettext("Café"),
}


class PostState(StrEnum):
    VISIBLE = "visible"
    #: Out of sight while a moderator looks at it; may come back.
    HIDDEN = "hidden"
    #: Taken away for good by a moderator or its author; the tombstone says who and why.
    REMOVED = "removed"


class Forum(Model):
    __tablename__ = "forum"
    __table_args__ = (UniqueConstraint("network_id", "kind"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    kind: Mapped[ForumKind]
    purpose: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    #: Discussions in which somebody has spoken; posting and moving are the only writers.
    discussion_count: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime | None]


_REASON = Personal(
    "reasons of locks that may name people",
    not_exported="the log of moderation is exported by who did it, with its reason",
    erasure=Erasure.REDACT,
)


class Discussion(Model):
    __tablename__ = "discussion"
    __table_args__ = (
        UniqueConstraint("network_id", "number"),
        Index("ix_discussion_forum_id_pinned_last_post_at", "forum_id", "pinned", "last_post_at", "id"),
        Index("ix_discussion_forum_id_last_post_at", "forum_id", "last_post_at", "id"),
        Index("ix_discussion_network_id_last_visible_post_id", "network_id", "last_visible_post_id"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    forum_id: Mapped[int] = points_to("forum.id", index=False)
    #: The forum in which it began; moving it changes nothing here (app/forums/reading).
    began_in_id: Mapped[int] = points_to("forum.id")
    #: In its address, unique in the network.
    number: Mapped[int]
    title: Mapped[str]
    author_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal("discussions that you began", words=("title",), facts=("created_at",), place=("number",)),
    )
    created_at: Mapped[datetime]
    #: Stored, so that a list needs no count over posts; posting and moderating are the only writers.
    post_count: Mapped[int] = mapped_column(default=0)
    #: The highest number that a post of it ever had. None is given twice, so a number says the same for ever.
    last_number: Mapped[int] = mapped_column(default=0)
    #: The post that stands first, whatever its number.
    first_post_id: Mapped[int | None]
    last_post_at: Mapped[datetime]
    last_post_by_id: Mapped[int | None] = points_to(
        "person.id",
        index=False,
        personal=Personal("who spoke last in a discussion", not_exported="it says again what stands with the posts"),
    )
    #: The id of the latest post that is neither hidden nor removed: what is not read up to it may be new.
    last_visible_post_id: Mapped[int | None]
    #: Its posts went into another discussion, and its address leads there.
    merged_into_id: Mapped[int | None] = points_to("discussion.id")
    pinned: Mapped[bool] = mapped_column(default=False)
    locked: Mapped[bool] = mapped_column(default=False)
    #: Why, for all who read it; and when it opens again by itself.
    lock_reason: Mapped[str | None] = says_of_a_person(_REASON)
    reopens_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    forum: Mapped[Forum] = relationship(lazy="raise_on_sql", foreign_keys=[forum_id])
    author: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    last_post_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[last_post_by_id])


def _where_it_is_written(context: DefaultExecutionContext) -> int:
    written: int = context.get_current_parameters()["discussion_id"]  # type: ignore[no-untyped-call]
    return written


class Post(Model):
    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("discussion_id", "position"),
        Index("ix_post_discussion_id_created_at", "discussion_id", "created_at", "id"),
        Index("ix_post_strand_id", "strand_id", "id"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    discussion_id: Mapped[int] = points_to("discussion.id", index=False)
    #: The discussion in which it was written, wherever it stands today: what people have read goes by it.
    strand_id: Mapped[int] = points_to("discussion.id", index=False, default=_where_it_is_written)
    #: Its number in the discussion, given under the discussion's row lock and only shown: a page goes by date and id.
    position: Mapped[int]
    author_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "your posts",
            words=("body_md",),
            facts=("position", "state", "state_reason", "as_moderator", "important", "created_at", "edited_at"),
        ),
    )
    #: The post it answers, wherever that stands today.
    reply_to_id: Mapped[int | None] = points_to("post.id")
    body_md: Mapped[str]
    body_html: Mapped[str]
    renderer: Mapped[int]
    state: Mapped[PostState] = mapped_column(default=PostState.VISIBLE)
    #: Who hid or removed it, when and why: shown on the tombstone.
    state_by_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "posts that you hid or removed", words=("state_reason",), facts=("position", "state", "state_at")
        ),
    )
    state_at: Mapped[datetime | None]
    state_reason: Mapped[str | None]
    #: The author spoke as moderator; shown as a badge.
    as_moderator: Mapped[bool] = mapped_column(default=False)
    important: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    discussion: Mapped[Discussion] = relationship(lazy="raise_on_sql", foreign_keys=[discussion_id])
    author: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    state_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[state_by_id])

    __mapper_args__ = {"version_id_col": version}


class PostRevision(Model):
    """What a post said before an edit."""

    __tablename__ = "post_revision"

    id: Mapped[key]
    post_id: Mapped[int] = points_to("post.id")
    body_md: Mapped[str]
    body_html: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal("what your posts said before you changed them", words=("body_md",), facts=("replaced_at",)),
    )
    replaced_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class AnswerMark(Model):
    """Which post answers a discussion. While that post stands elsewhere, hidden or removed, nothing answers it."""

    __tablename__ = "answer_mark"

    id: Mapped[key]
    discussion_id: Mapped[int] = points_to("discussion.id", unique=True, index=False)
    post_id: Mapped[int] = points_to("post.id")
    said_by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("which posts you marked as an answer", facts=("said_at",))
    )
    said_at: Mapped[datetime]


class ReactionKind(StrEnum):
    #: They see with their own students what the post says: evidence for whoever raises a topic from it.
    SEEN_TOO = "seen too"
    THANKS = "thank you"


class Reaction(Model):
    """One person about one post. It hangs on the post, so moving, splitting and merging leave it alone."""

    __tablename__ = "reaction"
    __table_args__ = (UniqueConstraint("post_id", "kind", "person_id"),)

    id: Mapped[key]
    post_id: Mapped[int] = points_to("post.id", index=False)
    kind: Mapped[ReactionKind]
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "posts that you thanked for, or that said what you see with your students too",
            facts=("kind", "reacted_at"),
            erasure=Erasure.DELETE,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("post_id", "kind"),),
        ),
    )
    reacted_at: Mapped[datetime]


class Level(StrEnum):
    """How much a person wants to hear of a place."""

    #: A notice of each new post; and mail, for who asked for it.
    EVERYTHING = "everything"
    #: Only of answers to their own words, and where they are named.
    REPLIES = "replies and mentions"
    #: New there and in the digest, without a notice.
    DIGEST = "digest only"
    #: Not new, and in no digest.
    MUTE = "mute"


class Subscription(Model):
    """What a person chose to hear of one discussion, one forum or one network. What stands nearest counts."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("person_id", "discussion_id"),
        UniqueConstraint("person_id", "forum_id"),
        UniqueConstraint("person_id", "network_id"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "how much you want to hear of discussions, forums and networks",
            facts=("level",),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("discussion_id",), ("forum_id",), ("network_id",)),
        ),
    )
    discussion_id: Mapped[int | None] = points_to("discussion.id")
    forum_id: Mapped[int | None] = points_to("forum.id")
    network_id: Mapped[int | None] = points_to("learning_network.id")
    level: Mapped[Level]


def author_consented(subject: type[Post | Discussion]) -> ColumnElement[bool]:
    """Whether the author of each row lets their words be read for research in its network."""
    return agreed_to_research(subject.author_id, subject.network_id, IN_FORUMS).correlate(subject.__table__)


# Asked of single rows by the policy, which needs it only for a researcher: so it is read when it is asked for.
Post.author_consented = column_property(author_consented(Post), deferred=True)
Discussion.author_consented = column_property(author_consented(Discussion), deferred=True)
