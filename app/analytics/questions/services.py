"""Allowing a network more sets of sites than its budget."""

from __future__ import annotations

from app.analytics.policy import Permission
from app.analytics.questions.models import QuestionAllowance
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.models import LearningNetwork

MOST_AT_ONCE = 100


def allow_more(
    actor: Actor, network: LearningNetwork, *, presentation: str, more: int, reason: str
) -> QuestionAllowance:
    """So many more sets of this presentation for the next 30 days; the reason stands in the log for everybody there.

    Invalid without a reason, and for fewer than one set or more than MOST_AT_ONCE.
    """
    require(actor, Permission.ALLOW, network)
    faults = {}
    if not 1 <= more <= MOST_AT_ONCE:
        faults["more"] = [gettext("Between 1 and %(most_at_once)s at once.", most_at_once=MOST_AT_ONCE)]
    if not stated(reason):
        faults["reason"] = [gettext("Please say what the figures are needed for: the log keeps it.")]
    if faults:
        raise Invalid(gettext("Nothing was changed."), faults)
    assert actor.person_id is not None  # nobody else holds the permission
    allowance = QuestionAllowance(
        network_id=network.id,
        presentation=presentation,
        more=more,
        reason=stated(reason),
        allowed_by_id=actor.person_id,
        at=clock.now(),
    )
    db.session.add(allowance)
    db.session.flush()  # the history names the row by its id
    audit.record(actor, "allow more questions", allowance, after=f"{more} of {presentation}", reason=stated(reason))
    return allowance
