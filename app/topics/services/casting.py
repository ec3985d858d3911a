"""One person, one vote on each topic and issue: cast, take back, carry over. The only writer of counts.

The database decides: the row's unique key says whether a vote is new, and the number of rows changed
is what is added to the stored count, in the same transaction. The subject's row is locked first, so a
vote never slips past a step that ends the voting. No record, event or log ever says who voted.
"""

from __future__ import annotations

from sqlalchemy import delete, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.db import db, insert_from, insert_once
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.topics.lifecycle import ISSUE, TOPIC, VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic, Vote
from app.topics.policy import Permission

Subject = TrickyTopic | AdditionalIssue


def cast_vote(actor: Actor, subject: Subject) -> None:
    """Add this person's vote. Doing it again changes nothing. Refused where no votes are taken now."""
    require(actor, _permission(subject), subject)
    _expect_voting(subject)
    if insert_once(Vote, {_column(subject).key: subject.id, "person_id": actor.person_id}):
        _change_count(subject, +1)


def withdraw_vote(actor: Actor, subject: Subject) -> None:
    """Take this person's vote back; Refused where no votes are taken now.

    Doing it without having voted changes nothing.
    """
    require(actor, _permission(subject), subject)
    _expect_voting(subject)
    mine = delete(Vote).where(_column(subject) == subject.id, Vote.person_id == actor.person_id)
    gone = db.session.execute(mine.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    if gone:
        _change_count(subject, -gone)


def carry_votes_over(actor: Actor, source: TrickyTopic, target: Subject) -> int:
    """Give `target` the voters of `source` that it did not have; `source` keeps none. How many were new.

    Called while a topic is merged or moved, with both rows locked. Nobody gains a second vote.
    """
    require(actor, Permission.SORT, source)
    voters = select(literal(target.id), Vote.person_id).where(Vote.topic_id == source.id)
    new = insert_from(Vote, [_column(target).key, "person_id"], voters)
    gone = delete(Vote).where(Vote.topic_id == source.id).execution_options(synchronize_session=False)
    moved = db.session.execute(gone).rowcount  # type: ignore[attr-defined]
    _change_count(source, -moved)
    _change_count(target, new)
    return new


def _permission(subject: Subject) -> Permission:
    return Permission.VOTE if isinstance(subject, TrickyTopic) else Permission.VOTE_ON_ISSUE


def _column(subject: Subject) -> InstrumentedAttribute[int | None]:
    return Vote.topic_id if isinstance(subject, TrickyTopic) else Vote.issue_id


def _expect_voting(subject: Subject) -> None:
    """Lock the subject's row and ask it, not our possibly older copy, whether it takes votes."""
    model = type(subject)
    state = db.session.execute(
        select(model.state).where(model.id == subject.id).with_for_update(key_share=True)
    ).scalar_one()
    lifecycle, votable = (TOPIC, VOTABLE_TOPIC) if model is TrickyTopic else (ISSUE, VOTABLE_ISSUE)
    if state not in votable:
        raise Refused(
            gettext(
                "This %(noun)s is “%(lifecycle)s”, so it takes no votes now.",
                noun=lifecycle.noun,
                lifecycle=lifecycle.label(state),
            )
        )


def _change_count(subject: Subject, by: int) -> None:
    model = type(subject)
    change = update(model).where(model.id == subject.id).values(vote_count=model.vote_count + by)
    db.session.execute(change.execution_options(synchronize_session=False))
    db.session.refresh(subject, ["vote_count"])
