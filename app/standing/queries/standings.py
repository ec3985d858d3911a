"""Where many topics or issues stand in the loop: one query, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.core.actor import Actor
from app.core.language.kept import kept_by_language
from app.networks.policy import Capability, networks_where
from app.standing.loop import ISSUE_WORDS, TOPIC_WORDS, LoopFacts, LoopStanding, StepTimes, standing_of
from app.standing.queries.facts import gather
from app.standing.rules.subjects import GatheredFacts, earliest, issue_wait, topic_wait
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic

#: The first step that each state leaves to be done; a state that is not here ends the topic or issue but for its reply.
_TOPIC_REACHED = {
    "suggested": "discussed",
    "under_discussion": "discussed",
    "shortlisted": "prioritised",
    "prioritised": "agreed",
    "intervention_planned": "live",
    "intervention_live": "measured",
    "evaluating": "replied",
}
_ISSUE_REACHED = {"raised": "discussed", "acknowledged": "agreed", "routed": "live", "responded": "live"}


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
@kept_by_language(4096)
def _of_topic(about: GatheredFacts) -> LoopStanding:
    topic, wait = about.known, topic_wait(about)
    reached = _TOPIC_REACHED.get(topic.state, "replied")
    if reached == "replied" and about.under_way and wait and wait.verb != "draft":
        reached = "measured"  # several interventions, and not all of them have been measured
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
            state=TOPIC.label(topic.state),
            wait=wait,
            reached="replied" if about.settled_at else reached,
        )
    )


@kept_by_language(4096)
def _of_issue(about: GatheredFacts) -> LoopStanding:
    issue, wait = about.known, issue_wait(about)
    response = issue.response if about.in_this_pass(issue.responded_at) else None
    done = issue.responded_at if response is IssueResponse.DONE else None
    ended = issue.state == "closed" or (issue.state == "responded" and response not in _UNDER_WAY)
    return standing_of(
        LoopFacts(
            words=ISSUE_WORDS,
            at=StepTimes(
                raised=issue.created_at,
                discussed=issue.heard_at,
                prioritised=issue.first_step_at,
                agreed=earliest(about.in_this_pass(issue.last_step_at), about.first("agreed_at")),
                live=earliest(done, about.first("live_at")),
                measured=about.first("measured_at"),
                replied=_replied_at(about),
            ),
            state=ISSUE.label(issue.state),
            wait=wait,
            reached="replied" if ended else _ISSUE_REACHED.get(issue.state, "replied"),
            # Most issues are put right without an intervention, and then there is nothing to measure.
            not_applicable=frozenset() if any(each.agreed for each in about.work) else frozenset({"measured"}),
        )
    )


_UNDER_WAY = {IssueResponse.WILL_DO, IssueResponse.DOING}


def _replied_at(about: GatheredFacts) -> datetime | None:
    return min((each.published_at for each in about.published if each.published_at), default=None)
