"""Who may do what with topics, issues and votes, and the same as SQL for lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, or_

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.models import IN_FORUMS
from app.networks.policy import (
    Capability,
    agreed_to_research,
    can,
    in_networks_where,
)
from app.networks.policy import Permission as NetworkPermission
from app.topics.models import AdditionalIssue, ProblemExample, TrickyTopic


class Permission(StrEnum):
    READ = "topics:topic:read"
    RAISE = "topics:topic:raise"
    EDIT = "topics:topic:edit"
    SHAPE = "topics:block:shape"
    ADD_EXAMPLE = "topics:example:add"
    EDIT_EXAMPLE = "topics:example:edit"
    MAP = "topics:mapping:set"
    VOTE = "topics:topic:vote"
    SORT = "topics:topic:sort"
    STEER = "topics:topic:steer"
    READ_ISSUE = "topics:issue:read"
    RAISE_ISSUE = "topics:issue:raise"
    EDIT_ISSUE = "topics:issue:edit"
    VOTE_ON_ISSUE = "topics:issue:vote"
    STEER_ISSUE = "topics:issue:steer"
    RESPOND = "topics:issue:respond"


def raised_it(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and subject.raised_by_id == actor.person_id


def added_it(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and subject.added_by_id == actor.person_id


def owns_it(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and subject.owner_id == actor.person_id


_READ = can(Capability.READ)
_PROPOSE = can(Capability.PROPOSE)
_MODERATE = can(Capability.MODERATE)
_STEER = can(Capability.STEER)
_VOTE = can(Capability.VOTE)

_NO_RAISING = lazy_gettext("Tricky Topics and additional issues are raised by ALs, the module team and the moderator.")
_NO_EDITING = lazy_gettext("Only the person who raised it, or the moderator, changes these words.")
_NO_VOTING = lazy_gettext("ALs and the module team vote. A moderator votes only if they are also one of these.")
_NO_STEERING = lazy_gettext("Only the chair or the moderator takes this step.")

TABLE = {
    Permission.READ: Rule(((_READ,),), lazy_gettext("You are not a member of this network.")),
    Permission.RAISE: Rule(
        ((_PROPOSE,),),
        _NO_RAISING,
        NetworkPermission.READ,
        lazy_gettext("Reply to a post instead: an AL can raise it."),
    ),
    Permission.EDIT: Rule(
        ((_PROPOSE, raised_it), (_MODERATE,)), _NO_EDITING, Permission.READ, lazy_gettext("Say it in the discussion.")
    ),
    Permission.SHAPE: Rule(
        ((_PROPOSE,),),
        lazy_gettext("Stumbling blocks are named by ALs, the module team and the moderator."),
        Permission.READ,
    ),
    Permission.ADD_EXAMPLE: Rule(
        ((can(Capability.ADD_EXAMPLES),),),
        lazy_gettext("Problem examples and codes come from ALs, the module team, the moderator and the analyst."),
        Permission.READ,
    ),
    Permission.EDIT_EXAMPLE: Rule(
        ((can(Capability.ADD_EXAMPLES), added_it), (_MODERATE,)),
        lazy_gettext("Only the person who added this example, or the moderator, changes its words."),
        Permission.READ,
    ),
    Permission.MAP: Rule(
        ((can(Capability.MAP),), (_PROPOSE, raised_it)),
        lazy_gettext("The analyst, the module team, the moderator or the person who raised the topic maps it."),
        Permission.READ,
    ),
    Permission.VOTE: Rule(((_VOTE,),), _NO_VOTING, Permission.READ),
    Permission.SORT: Rule(((_MODERATE,),), lazy_gettext("Only the moderator takes this step."), Permission.READ),
    Permission.STEER: Rule(((_STEER,),), _NO_STEERING, Permission.READ),
    Permission.READ_ISSUE: Rule(((_READ,),), lazy_gettext("You are not a member of this network.")),
    Permission.RAISE_ISSUE: Rule(((_PROPOSE,),), _NO_RAISING, NetworkPermission.READ),
    Permission.EDIT_ISSUE: Rule(((_PROPOSE, raised_it), (_MODERATE,)), _NO_EDITING, Permission.READ_ISSUE),
    Permission.VOTE_ON_ISSUE: Rule(((_VOTE,),), _NO_VOTING, Permission.READ_ISSUE),
    Permission.STEER_ISSUE: Rule(((_STEER,),), _NO_STEERING, Permission.READ_ISSUE),
    Permission.RESPOND: Rule(
        ((can(Capability.DRAFT_REPLY),), (_READ, owns_it)),
        lazy_gettext("The owner, the module team, the chair or the moderator responds."),
        Permission.READ_ISSUE,
    ),
}
register(TABLE)

#: Which permission each step of a topic asks for. Steps that are not here are taken only by following
#: an intervention or a reply: see services/following.py.
TOPIC_STEPS: dict[str, Permission] = {
    # A network without a moderator has its chair to take things up.
    "accept": Permission.STEER,
    "move_to_issue": Permission.SORT,
    "merge": Permission.SORT,
    "shortlist": Permission.STEER,
    "prioritise": Permission.STEER,
    "park": Permission.STEER,
    "decline": Permission.STEER,
    "unplan": Permission.STEER,
    "close_improved": Permission.STEER,
    "close_worse": Permission.STEER,
    "close_no_clear_change": Permission.STEER,
    "close_not_enough_data": Permission.STEER,
    "reopen": Permission.STEER,
}

ISSUE_STEPS: dict[str, Permission] = {
    "acknowledge": Permission.STEER_ISSUE,
    "route": Permission.STEER_ISSUE,
    "respond": Permission.RESPOND,
    "close": Permission.STEER_ISSUE,
    "reopen": Permission.STEER_ISSUE,
}


def visible_topics(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of topics:topic:read."""
    return in_networks_where(TrickyTopic.network_id, actor, Capability.READ)


def example_agreed(reader: int | BindParameter[Any] | None) -> ColumnElement[bool]:
    """Whether this reader, who only researches, reads the words of a problem example."""
    agreed = agreed_to_research(ProblemExample.added_by_id, ProblemExample.network_id, IN_FORUMS)
    return or_(agreed, ProblemExample.added_by_id == reader)


def visible_issues(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of topics:issue:read."""
    return in_networks_where(AdditionalIssue.network_id, actor, Capability.READ)
