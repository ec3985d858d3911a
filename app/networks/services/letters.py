"""How many invitations a network sends, and how often to one person."""

from __future__ import annotations

from limits import parse
from sqlalchemy import select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.networks.models import PAUSE, SENT_A_LETTER, LearningNetwork, Membership
from app.web.extensions import limiter

#: Invitations of one network, by whomever.
LETTERS = parse("2000 per day")


def count_letters(network: LearningNetwork, letters: int) -> None:
    """Refused if too many have gone out today. The caller has asked for permission."""
    if not limiter.limiter.hit(LETTERS, "letters of a network", str(network.id), cost=letters):
        raise Refused(
            gettext("This network has sent %(amount)s letters within a day.", amount=f"{LETTERS.amount:,}"),
            gettext("Send the rest tomorrow."),
        )


def require_pause(membership: Membership, name: str) -> None:
    """Invalid if the network has sent this person a letter within the last day. The caller has asked for permission."""
    sent = (
        select(AuditEntry.id)
        .join(Membership, Membership.id == AuditEntry.subject_id)
        .where(AuditEntry.network_id == membership.network_id, AuditEntry.subject_kind == Membership.__tablename__)
        .where(AuditEntry.verb.in_(SENT_A_LETTER), AuditEntry.at > clock.now() - PAUSE)
        .where(Membership.person_id == membership.person_id)
        .limit(1)
    )
    if db.session.scalar(sent) is not None:
        fault = gettext(
            "%(name)s got a letter within the last day and has not begun yet. Another can be sent a day after it.",
            name=name,
        )
        raise Invalid(gettext("No letter was sent."), {"email": [fault]})
