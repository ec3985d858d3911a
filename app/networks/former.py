"""How the name of somebody who left and asked that their role stand for it is read together with what they did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ScalarSelect, func, select

from app.networks.models import ROLE_WORDS, Membership, Role


def role_for_name(person_id: Any, network_id: Any) -> ScalarSelect[Role | None]:
    """SQL: the role that stands for the person's name in the network, for whoever left and asked for that; else NULL."""
    left = select(func.min(Membership.role)).where(
        Membership.person_id == person_id,
        Membership.network_id == network_id,
        Membership.left_at.is_not(None),
        Membership.name_withheld,
    )
    return left.correlate_except(Membership).scalar_subquery()


def shown_name(role: Role | None, name: str) -> str:
    """The name, or "AL, former member" where `role_for_name` gave a role."""
    words = ROLE_WORDS[role] if role else ""
    return f"{words[:1].upper()}{words[1:]}, former member" if role else name
