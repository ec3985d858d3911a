"""Memberships of two accounts that become one."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core.audit import AuditEntry
from app.core.db import db
from app.networks.models import Consent, Membership

_CONSENTS = list(Consent)


def unite_memberships(kept_id: int, other_id: int) -> None:
    """The kept account holds every role that either held. Of a role that both held, the one that lasts stands.

    In a network of both the narrower consent to research holds for all of it: nobody's words are read because another
    account of theirs agreed.
    """
    both = select(Membership).where(Membership.person_id.in_((kept_id, other_id))).order_by(Membership.id)
    rows = list(db.session.scalars(both.with_for_update()))
    kept = {(each.network_id, each.role): each for each in rows if each.person_id == kept_id}
    theirs = [each for each in rows if each.person_id == other_id]
    _narrow_consent(rows, {network_id for network_id, _ in kept} & {each.network_id for each in theirs})
    for each in theirs:
        twin = kept.get((each.network_id, each.role))
        if twin is None:
            each.person_id = kept_id
        else:
            _unite(twin, each)


def _narrow_consent(rows: list[Membership], networks: set[int]) -> None:
    for network_id in networks:
        here = [each for each in rows if each.network_id == network_id]
        narrowest = min((each.research_consent for each in here), key=_CONSENTS.index)
        for each in here:
            each.research_consent = narrowest


def _unite(twin: Membership, other: Membership) -> None:
    present_ones = [each for each in (twin, other) if each.left_at is None]
    # Who holds the role for good and as a deputy holds it for good.
    days = [each.until_on for each in present_ones or (twin, other)]
    twin.until_on = None if None in days else max(day for day in days if day is not None)
    if present_ones:
        present = twin if twin.left_at is None else other
        twin.left_at, twin.name_withheld = None, present.name_withheld
    else:
        twin.left_at = max(each.left_at for each in (twin, other) if each.left_at is not None)
        twin.name_withheld = twin.name_withheld or other.name_withheld
    twin.joined_at = min(twin.joined_at, other.joined_at)
    twin.declared = twin.declared or other.declared
    # What was let in by an administrator stays on the list that all members read.
    history = (AuditEntry.subject_kind == Membership.__tablename__) & (AuditEntry.subject_id == other.id)
    db.session.execute(update(AuditEntry).where(history).values(subject_id=twin.id))
    db.session.delete(other)
