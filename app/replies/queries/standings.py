"""Where many topics or issues stand in the loop: six queries, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.replies.loop import ISSUE_WORDS, TOPIC_WORDS, Facts, LoopStanding, standing_of
from app.replies.models import ReplyStatus
from app.replies.queries._facts import Answer, Gathered, gather
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

#: A topic in one of these states goes no further in this pass; what it still needs is its reply.
ENDED = frozenset({"parked", "declined", "merged", "moved_to_issue"})


def standings(
    *, topic_ids: Iterable[int] = (), issue_ids: Iterable[int] = (), seen_by: Actor
) -> dict[int, LoopStanding]:
    """The standing of each topic, or of each issue, that the reader may see, by id. Ask for one kind at a time."""
    topics, issues = list(topic_ids), list(issue_ids)
    if topics and issues:
        raise ValueError("Topics and issues have ids of their own: ask twice.")
    if topics:
        known = gather(TrickyTopic, topics)
        found = select(*_TOPIC).where(TrickyTopic.id.in_(topics), visible_topics(seen_by))
        return {row.id: standing_of(_of_topic(row, known[row.id])) for row in db.session.execute(found)}
    if issues:
        known = gather(AdditionalIssue, issues)
        found = select(*_ISSUE).where(AdditionalIssue.id.in_(issues), visible_issues(seen_by))
        return {row.id: standing_of(_of_issue(row, known[row.id])) for row in db.session.execute(found)}
    return {}


# Columns, not rows of the mapper: a list of a thousand needs no identity map.
_TOPIC: tuple[Any, ...] = (
    TrickyTopic.id,
    TrickyTopic.state,
    TrickyTopic.state_since,
    TrickyTopic.created_at,
    TrickyTopic.prioritised_at,
)
_ISSUE: tuple[Any, ...] = (
    AdditionalIssue.id,
    AdditionalIssue.state,
    AdditionalIssue.state_since,
    AdditionalIssue.created_at,
    AdditionalIssue.acknowledged_at,
    AdditionalIssue.routed_to,
    AdditionalIssue.response,
    AdditionalIssue.responded_at,
)


def _of_topic(row: Any, known: Gathered) -> Facts:
    at = {
        "raised": row.created_at,
        "discussed": known.heard_at,
        "prioritised": _earliest(
            known.in_this_pass(row.prioritised_at), known.in_this_pass(known.steps.get("prioritise"))
        ),
        "agreed": known.first("agreed_at"),
        "live": known.first("live_at"),
        "measured": known.first("measured_at"),
        "replied": _replied_at(known),
    }
    whom = _whom(known) | {
        "prioritised": "the chair" if row.state == "shortlisted" else "the moderator",
        "agreed": "the chair" if known.undecided else "the module team",
    }
    ended = row.state in ENDED or row.state.startswith("closed_")
    return Facts(
        words=TOPIC_WORDS,
        at=at,
        whom=whom,
        ended_at=_ended_at(known, row.state_since if ended else None),
        reply_since=_reply_since(known),
    )


def _of_issue(row: Any, known: Gathered) -> Facts:
    response = row.response if known.in_this_pass(row.responded_at) else None
    acted = row.responded_at if response is IssueResponse.DONE else None
    at = {
        "raised": row.created_at,
        "discussed": known.heard_at,
        "prioritised": row.acknowledged_at,
        "agreed": _earliest(known.in_this_pass(known.steps.get("route")), known.first("agreed_at")),
        "live": _earliest(acted, known.first("live_at")),
        "measured": known.first("measured_at"),
        "replied": _replied_at(known),
    }
    maker = f"the {row.routed_to}" if row.routed_to else "the module team"
    whom = _whom(known, maker) | {"prioritised": "the moderator", "agreed": "the moderator"}
    ended = row.state == "closed" or response is IssueResponse.CANNOT
    return Facts(
        words=ISSUE_WORDS,
        at=at,
        whom=whom,
        # Most issues are put right without an intervention, and then there is nothing to measure.
        not_applicable=frozenset() if any(each.agreed for each in known.work) else frozenset({"measured"}),
        ended_at=_ended_at(known, row.state_since if ended else None),
        reply_since=_reply_since(known),
    )


def _whom(known: Gathered, maker: str = "the module team") -> dict[str, str]:
    making = next((each.owner_words for each in known.under_way if each.live_at is None and each.owner_words), None)
    measuring = next((each.owner_words for each in known.under_way if each.live_at and each.owner_words), None)
    promised = next((each.promised_by for each in known.published if each.promised_by), None)
    return {
        "discussed": "a colleague’s answer",
        "live": making or known.owner or promised or maker,
        "measured": measuring or "the analyst",
        "replied": _who_replies(known.preparing),
    }


def _who_replies(preparing: Answer | None) -> str:
    if preparing is None:
        return "the moderator"
    if preparing.state == "approved":
        return "the moderator, to publish the reply"
    return "the module team, to rewrite the reply" if preparing.sent_back else "the chair, to approve the reply"


def _replied_at(known: Gathered) -> datetime | None:
    return min((each.published_at for each in known.published if each.published_at), default=None)


def _reply_since(known: Gathered) -> datetime | None:
    return known.preparing.state_since if known.preparing else None


def _ended_at(known: Gathered, ended_at: datetime | None) -> datetime | None:
    """When what has not happened ceased to be needed: by the subject's state, or by a reply that settles it."""
    if ended_at is not None or not known.published:
        return ended_at
    latest = known.published[0]
    if latest.status is ReplyStatus.WILL_NOT_DO:
        return latest.published_at
    # "Done" about something that is still to be measured is an answer, and not the end of the loop.
    return latest.published_at if latest.status is ReplyStatus.DONE and not known.under_way else None


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
