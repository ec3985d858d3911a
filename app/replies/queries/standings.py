"""Where many topics or issues stand in the loop: three queries, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from app.core.actor import Actor
from app.networks.policy import Capability, networks_where
from app.replies.loop import ISSUE_WORDS, TOPIC_WORDS, LoopFacts, LoopStanding, StepTimes, WaitsFor, standing_of
from app.replies.models import ReplyStatus
from app.replies.queries.loop_facts import GatheredFacts, ReplyFacts, earliest, gather
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic

#: A topic in one of these states goes no further in this pass; what it still needs is its reply.
ENDED = frozenset({"parked", "declined", "merged", "moved_to_issue"})


def standings(
    *, topic_ids: Iterable[int] = (), issue_ids: Iterable[int] = (), seen_by: Actor
) -> dict[int, LoopStanding]:
    """The standing of each topic, or of each issue, that the reader may see, by id. Ask for one kind at a time."""
    topics, issues = list(topic_ids), list(issue_ids)
    if topics and issues:
        raise ValueError("Topics and issues have ids of their own: ask twice.")
    # The networks of visible_topics and visible_issues, given as values.
    networks = sorted(networks_where(seen_by, Capability.READ))
    if topics:
        return {each.known.id: _of_topic(each) for each in gather(TrickyTopic, topics, networks)}
    if issues:
        return {each.known.id: _of_issue(each) for each in gather(AdditionalIssue, issues, networks)}
    return {}


# The standing follows from what was gathered and from nothing else, not even the clock. So it is kept.
@lru_cache(maxsize=4096)
def _of_topic(about: GatheredFacts) -> LoopStanding:
    topic = about.known
    ended = topic.state in ENDED or topic.state.startswith("closed_")
    return standing_of(
        LoopFacts(
            words=TOPIC_WORDS,
            at=StepTimes(
                raised=topic.created_at,
                discussed=topic.heard_at,
                prioritised=earliest(about.in_this_pass(topic.first_step_at), about.in_this_pass(topic.last_step_at)),
                agreed=about.first("agreed_at"),
                live=about.first("live_at"),
                measured=about.first("measured_at"),
                replied=_replied_at(about),
            ),
            whom=_whom(
                about,
                prioritises="the chair" if topic.state == "shortlisted" else "the moderator",
                agrees="the chair" if about.undecided else "the module team",
            ),
            ended_at=_ended_at(about, topic.state_since if ended else None),
            reply_since=_reply_since(about),
        )
    )


@lru_cache(maxsize=4096)
def _of_issue(about: GatheredFacts) -> LoopStanding:
    issue = about.known
    response = issue.response if about.in_this_pass(issue.responded_at) else None
    ended = issue.state == "closed" or response is IssueResponse.CANNOT
    return standing_of(
        LoopFacts(
            words=ISSUE_WORDS,
            at=StepTimes(
                raised=issue.created_at,
                discussed=issue.heard_at,
                prioritised=issue.first_step_at,
                agreed=earliest(about.in_this_pass(issue.last_step_at), about.first("agreed_at")),
                live=earliest(issue.responded_at if response is IssueResponse.DONE else None, about.first("live_at")),
                measured=about.first("measured_at"),
                replied=_replied_at(about),
            ),
            whom=_whom(
                about,
                prioritises="the moderator",
                agrees="the moderator",
                maker=f"the {issue.routed_to}" if issue.routed_to else "the module team",
            ),
            # Most issues are put right without an intervention, and then there is nothing to measure.
            not_applicable=frozenset() if any(each.agreed for each in about.work) else frozenset({"measured"}),
            ended_at=_ended_at(about, issue.state_since if ended else None),
            reply_since=_reply_since(about),
        )
    )


def _whom(about: GatheredFacts, prioritises: str, agrees: str, maker: str = "the module team") -> WaitsFor:
    making = next((each.owner_words for each in about.under_way if each.live_at is None and each.owner_words), None)
    measuring = next((each.owner_words for each in about.under_way if each.live_at and each.owner_words), None)
    promised = next((each.promised_by for each in about.published if each.promised_by), None)
    return WaitsFor(
        raised=None,
        discussed="a colleague’s answer",
        prioritised=prioritises,
        agreed=agrees,
        live=making or about.known.owner_words or promised or maker,
        measured=measuring or "the analyst",
        replied=_who_replies(about.preparing),
    )


def _who_replies(preparing: ReplyFacts | None) -> str:
    if preparing is None:
        return "the moderator"
    if preparing.state == "approved":
        return "the moderator, to publish the reply"
    return "the module team, to rewrite the reply" if preparing.sent_back else "the chair, to approve the reply"


def _replied_at(about: GatheredFacts) -> datetime | None:
    return min((each.published_at for each in about.published if each.published_at), default=None)


def _reply_since(about: GatheredFacts) -> datetime | None:
    return about.preparing.state_since if about.preparing else None


def _ended_at(about: GatheredFacts, ended_at: datetime | None) -> datetime | None:
    """When what has not happened ceased to be needed: by the subject's state, or by a reply that settles it."""
    if ended_at is not None or not about.published:
        return ended_at
    latest = about.published[0]
    if latest.status is ReplyStatus.WILL_NOT_DO:
        return latest.published_at
    # "Done" about something that is still to be measured is an answer, and not the end of the loop.
    return latest.published_at if latest.status is ReplyStatus.DONE and not about.under_way else None
