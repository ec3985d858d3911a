"""What people do with a reply: draft, change, approve, send back, publish, acknowledge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from app.actions.models import Action
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.services import next_number
from app.replies.events import ReplyMoved, ReplyPublished
from app.replies.lifecycle import REPLY
from app.replies.models import Acknowledgement, LoopReply, ReplyStatus
from app.replies.policy import Permission
from app.texts.services import TextOf, keep_with, read_text, tell_named
from app.topics.models import AdditionalIssue, TrickyTopic

#: Under which the links, pictures and files of a reply are kept.
REPLY_TEXT = "reply"
#: "No, because" alone is not a reason.
SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class ReplyWords:
    """What a reply says. `action_id` or `action_named` is needed where the status is "in progress"."""

    you_said_md: str
    we_did_md: str
    status: ReplyStatus
    action_id: int | None = None
    action_named: str = ""


def draft_reply(actor: Actor, subject: TrickyTopic | AdditionalIssue, words: ReplyWords) -> LoopReply:
    """A draft of the answer to `subject`; where one is published already, a draft of its correction.

    Conflict while another draft for the same subject is under way. Invalid if the words are not complete.
    """
    require(actor, Permission.DRAFT, subject)
    _check(words, subject.network_id)
    # The number comes first: its row lock makes two people drafting at once see each other.
    number = next_number(subject.network_id, "reply")
    earlier = _latest_for(subject)
    if earlier is not None and earlier.state != "published":
        raise Conflict(
            gettext(
                "Reply %(number)s is being prepared for this already. Please change that one.", number=earlier.number
            )
        )
    at = clock.now()
    assert actor.person_id is not None
    reply = LoopReply(
        network_id=subject.network_id,
        number=number,
        topic_id=subject.id if isinstance(subject, TrickyTopic) else None,
        issue_id=subject.id if isinstance(subject, AdditionalIssue) else None,
        corrects_id=earlier.id if earlier is not None else None,
        state=REPLY.initial,
        state_since=at,
        drafted_by_id=actor.person_id,
        created_at=at,
    )
    _write(actor, reply, words)
    db.session.add(reply)
    db.session.flush()  # the record and the event need its id
    _keep(actor, reply)
    audit.record(actor, "draft", reply, after=words.we_did_md)
    _tell_move(actor, reply, before="")
    return reply


def edit_reply(actor: Actor, reply: LoopReply, words: ReplyWords, *, seen: int | None = None) -> None:
    """Put other words into an unpublished reply. If it was approved, it is a draft again.

    Conflict if somebody else was quicker; Invalid if the words are not complete.
    """
    require(actor, Permission.EDIT, reply)
    expect_version(
        reply, seen, {"you_said": reply.you_said_md, "we_did": reply.we_did_md, "became": reply.status.value}
    )
    _check(words, reply.network_id)
    before = reply.we_did_md
    _write(actor, reply, words)
    _keep(actor, reply)
    _move(reply, "rewrite")
    audit.record(actor, "rewrite", reply, before=before, after=words.we_did_md)
    _tell_move(actor, reply, before="draft")


def approve_reply(actor: Actor, reply: LoopReply, *, seen: int | None = None) -> None:
    """The chair stands behind these words.

    `seen` is the version that the chair read: Conflict if another stands now.
    """
    require(actor, Permission.APPROVE, reply)
    expect_version(reply, seen, {"we_did": reply.we_did_md})
    before = _move(reply, "approve")
    reply.approved_by_id, reply.approved_at = actor.person_id, clock.now()
    audit.record(actor, "approve", reply, before=before, after=reply.state)
    _tell_move(actor, reply, before=before)


def send_back_reply(actor: Actor, reply: LoopReply, reason: str) -> None:
    """Back to the person who wrote it, with what should change."""
    require(actor, Permission.SEND_BACK, reply)
    before = _move(reply, "send_back", reason)
    reply.sent_back_reason = stated(reason)
    audit.record(actor, "send_back", reply, before=before, after=reply.state, reason=reason)
    _tell_move(actor, reply, before=before, reason=stated(reason))


def publish_reply(actor: Actor, reply: LoopReply) -> None:
    """Publish an approved reply, for good. Everyone who raised, posted or voted is told once."""
    require(actor, Permission.PUBLISH, reply)
    before = _move(reply, "publish")
    reply.published_by_id, reply.published_at = actor.person_id, clock.now()
    db.session.flush()  # listeners select from the row
    audit.record(actor, "publish", reply, before=before, after=reply.state)
    tell_named(actor, _text_of(reply), f"{reply.you_said_md}\n\n{reply.we_did_md}")
    announce(
        ReplyPublished(
            network_id=reply.network_id,
            actor_id=actor.person_id,
            reply_id=reply.id,
            topic_id=reply.topic_id,
            issue_id=reply.issue_id,
        )
    )


def acknowledge_reply(actor: Actor, reply: LoopReply) -> None:
    """Say "Thank you, seen". Saying it twice changes nothing; nobody else is shown who said it."""
    require(actor, Permission.ACKNOWLEDGE, reply)
    insert_once(Acknowledgement, {"reply_id": reply.id, "person_id": actor.person_id, "at": clock.now()})


def _check(words: ReplyWords, network_id: int) -> None:
    faults: dict[str, list[str]] = {}
    if not stated(words.you_said_md):
        faults["you_said"] = [gettext("Please say what was raised, in the words of those who raised it.")]
    if not stated(words.we_did_md):
        faults["we_did"] = [gettext("Please say what was done, is being done, or why not.")]
    elif words.status is ReplyStatus.WILL_NOT_DO and not _gives_a_reason(words.we_did_md):
        faults["we_did"] = [gettext("Please give the reason. “No, because…” is a full answer only with its because.")]
    if words.status is ReplyStatus.IN_PROGRESS and not (words.action_id or stated(words.action_named)):
        faults["action_named"] = [
            gettext("Please choose an action, or say who does what by when: “we will try” is not an answer.")
        ]
    if words.action_id is not None and not _is_action_of(words.action_id, network_id):
        faults["action_id"] = [gettext("Please choose an action of this network.")]
    if faults:
        raise Invalid(gettext("The reply is not complete yet."), faults)


def _gives_a_reason(text: str) -> bool:
    reason = re.sub(r"^\W*no\b\W*(because\b\W*)?", "", stated(text), flags=re.IGNORECASE)
    return len(reason) >= SHORTEST_REASON


def _is_action_of(action_id: int, network_id: int) -> bool:
    found = select(Action.id).where(Action.id == action_id, Action.network_id == network_id)
    return db.session.execute(found).scalar() is not None


def _latest_for(subject: TrickyTopic | AdditionalIssue) -> LoopReply | None:
    column = LoopReply.topic_id if isinstance(subject, TrickyTopic) else LoopReply.issue_id
    return db.session.scalars(
        select(LoopReply).where(column == subject.id).order_by(LoopReply.id.desc()).limit(1)
    ).first()


def _text_of(reply: LoopReply, field: str = "we_did") -> TextOf:
    return TextOf(REPLY_TEXT, reply.network_id, reply.id, field)


def _keep(actor: Actor, reply: LoopReply) -> None:
    """Whom it names hears of it when it is published."""
    keep_with(actor, _text_of(reply), reply.you_said_md, reply.we_did_md)


def _write(actor: Actor, reply: LoopReply, words: ReplyWords) -> None:
    reply.you_said_md, reply.you_said_html = read_text(actor, _text_of(reply, "you_said"), words.you_said_md)
    reply.we_did_md, reply.we_did_html = read_text(actor, _text_of(reply), words.we_did_md)
    reply.status = words.status
    promised = words.status is ReplyStatus.IN_PROGRESS
    reply.action_id = words.action_id if promised else None
    reply.action_named = (stated(words.action_named) or None) if promised else None


def _move(reply: LoopReply, verb: str, reason: str = "") -> str:
    """Make the move; the state it came from. An approval or an objection ends with the words it was about."""
    before = reply.state
    reply.state = REPLY.move(before, verb, reason).target
    reply.state_since = clock.now()
    reply.sent_back_reason = None
    if reply.state == "draft":
        reply.approved_by_id = reply.approved_at = None
    return before


def _tell_move(actor: Actor, reply: LoopReply, *, before: str, reason: str = "") -> None:
    announce(
        ReplyMoved(
            network_id=reply.network_id,
            actor_id=actor.person_id,
            reply_id=reply.id,
            before=before,
            after=reply.state,
            reason=reason,
        )
    )
