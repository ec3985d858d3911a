"""Whom Tricky Topics and additional issues wait for."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.core import clock
from app.replies.models import ReplyStatus
from app.standing.parties import Party
from app.standing.rules.work import (
    ActionFacts,
    InterventionFacts,
    ReplyFacts,
    action_wait,
    intervention_wait,
    reply_wait,
)
from app.standing.waits import Kind, Wait
from app.topics.due import acknowledge_by
from app.topics.models import IssueResponse

#: A topic in one of these states goes no further in this pass; what it still needs is its reply.
STOPPED = frozenset({"parked", "declined"})
#: What it says goes on elsewhere, and so does the waiting.
GONE_ON = frozenset({"merged", "moved_to_issue"})

#: Who is meant where an issue was routed to no person. Whom the site does not know, the moderator asks.
ROUTES = {"module team": Party.MODULE_TEAM, "staff tutor": Party.STAFF_TUTOR}


class SubjectFacts(NamedTuple):
    """What is on record about one topic or issue, and when which of its audited steps was last taken."""

    id: int
    state: str
    #: Its network is closed or archived.
    is_over: bool
    state_since: datetime
    created_at: datetime
    #: When somebody else first spoke under it, and in the discussion that the post it was raised from stands in.
    heard_under: datetime | None
    heard_before: datetime | None
    reopened_at: datetime | None
    #: The first time, which the row keeps, and the last, which the history knows: of being prioritised; or of being
    #: acknowledged and of being routed.
    first_step_at: datetime | None
    last_step_at: datetime | None
    routed_to: str | None = None
    response: IssueResponse | None = None
    responded_at: datetime | None = None
    owner_id: int | None = None
    owner: str | None = None
    owner_is_here: bool = False
    #: The open action tied to an issue that is due next.
    action: ActionFacts | None = None

    @property
    def heard_at(self) -> datetime | None:
        # Who spoke before it was raised had spoken when it was raised: the step is never older than the topic.
        heard = earliest(self.heard_under, self.heard_before)
        return heard and max(heard, self.created_at)


class GatheredFacts(NamedTuple):
    """All that is known about one subject. What belongs to a pass before this one is left out by the properties."""

    known: SubjectFacts
    work: tuple[InterventionFacts, ...] = ()
    #: The newest first.
    answers: tuple[ReplyFacts, ...] = ()

    def in_this_pass(self, moment: datetime | None) -> datetime | None:
        """The moment, unless it belongs to the pass before the subject was reopened."""
        cut = self.known.reopened_at
        return None if moment is None or (cut is not None and moment < cut) else moment

    def first(self, fact: str) -> datetime | None:
        """When an agreed intervention was first agreed, live or measured."""
        return earliest(*(self.in_this_pass(getattr(each, fact)) for each in self.work if each.agreed))

    @property
    def under_way(self) -> list[InterventionFacts]:
        """Agreed and not measured yet: the loop is not over while there is one."""
        return [
            each for each in self.work if each.agreed and each.measured_at is None and self.in_this_pass(each.agreed_at)
        ]

    @property
    def undecided(self) -> list[InterventionFacts]:
        """Proposed or supported, what is nearer to its decision first."""
        return sorted([each for each in self.work if each.state in {"proposed", "supported"}], key=_nearest)

    @property
    def published(self) -> list[ReplyFacts]:
        return [each for each in self.answers if self.in_this_pass(each.published_at)]

    @property
    def preparing(self) -> ReplyFacts | None:
        return next((each for each in self.answers if each.state != "published"), None)

    @property
    def settled_at(self) -> datetime | None:
        """When a reply ended it: "no, because…", or "done" while nothing agreed is still to be measured."""
        if not self.published:
            return None
        latest = self.published[0]
        final = latest.status is ReplyStatus.WILL_NOT_DO or (latest.status is ReplyStatus.DONE and not self.under_way)
        return latest.published_at if final else None


def _nearest(each: InterventionFacts) -> tuple[bool, int]:
    return each.state != "supported", each.number


def earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def topic_wait(about: GatheredFacts) -> Wait | None:
    """None where it is over, or goes on as something else."""
    topic = about.known
    if topic.state in GONE_ON or topic.is_over:
        return None
    if topic.state in STOPPED or topic.state.startswith("closed_"):
        return _reply_wait(about, topic.state_since)
    if (settled_at := about.settled_at) is not None:
        return _through_reply(about) or Wait("settle", settled_at, Party.MODERATOR)
    match topic.state:
        case "suggested":
            return Wait("sort", topic.state_since, Party.MODERATOR)
        case "under_discussion":
            return Wait("shortlist", topic.state_since, Party.MODERATOR)
        case "shortlisted":
            return Wait("prioritise", topic.state_since, Party.CHAIR)
        case "prioritised":
            work = about.undecided + about.under_way
            return _through_work(work) or Wait("propose", topic.state_since, Party.MODULE_TEAM)
    return _through_work(about.under_way) or Wait("close topic", topic.state_since, Party.MODERATOR)


def issue_wait(about: GatheredFacts) -> Wait | None:
    issue = about.known
    if issue.is_over:
        return None
    match issue.state:
        case "raised":
            by = acknowledge_by(clock.local(issue.created_at).date())
            return Wait("acknowledge", issue.created_at, Party.MODERATOR, due_on=by)
        case "acknowledged":
            return Wait("route", issue.state_since, Party.MODERATOR)
        case "routed":
            return _of_owner(issue, "respond")
        case "responded" if issue.response in {IssueResponse.WILL_DO, IssueResponse.DOING}:
            if issue.action and (wait := action_wait(issue.action)):
                return wait._replace(through=(Kind.ACTION, issue.action.number))
            return _through_work(about.under_way) or _of_owner(issue, "finish issue")
        case "responded":
            return _reply_wait(about, issue.state_since) or Wait("close issue", issue.state_since, Party.MODERATOR)
    return _reply_wait(about, issue.state_since)


def _of_owner(issue: SubjectFacts, verb: str) -> Wait:
    if issue.owner_id is not None and issue.owner_is_here:
        return Wait(verb, issue.state_since, person_id=issue.owner_id, person=issue.owner or "")
    return Wait(verb, issue.state_since, ROUTES.get(issue.routed_to or "", Party.MODERATOR))


def _reply_wait(about: GatheredFacts, since: datetime) -> Wait | None:
    """Silence after participation is what the loop exists to end: what has ended waits for its reply."""
    if about.preparing is not None:
        return _through_reply(about)
    if not about.published:
        return Wait("draft", since, Party.MODERATOR)
    latest = about.published[0]
    if latest.status is not ReplyStatus.IN_PROGRESS or latest.published_at is None:
        return None
    if latest.action and (wait := action_wait(latest.action)):
        return wait._replace(through=(Kind.ACTION, latest.action.number))
    return Wait("follow up", latest.published_at, Party.MODERATOR)


def _through_reply(about: GatheredFacts) -> Wait | None:
    reply = about.preparing
    wait = reply_wait(reply) if reply else None
    return wait._replace(through=(Kind.REPLY, reply.number)) if wait and reply else None


def _through_work(work: list[InterventionFacts]) -> Wait | None:
    for each in work:
        if (wait := intervention_wait(each)) is not None:
            return wait if wait.through else wait._replace(through=(Kind.INTERVENTION, each.number))
    return None
