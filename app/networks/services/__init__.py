"""What people and other features do to a network: verbs, each in the file of its subject."""

from __future__ import annotations

from app.networks.services.copying import copy_network
from app.networks.services.cycles import begin_network, move_cycle, open_cycle
from app.networks.services.dates import set_critical_date, withdraw_critical_date
from app.networks.services.departures import leave_everywhere, only_chair_of
from app.networks.services.inviting import NewMember, invite, invite_many
from app.networks.services.members import (
    add_member,
    declare_research,
    give_consent,
    is_member,
    leave,
    remove_member,
)
from app.networks.services.numbering import next_number
from app.networks.services.opening import ensure_module, open_network_for
from app.networks.services.presentations import (
    ensure_presentation,
    meet_presentation,
    presentation_met,
    remove_presentation,
    type_presentations,
)
from app.networks.services.setting_up import move_network, set_up_network

__all__ = [
    "NewMember",
    "add_member",
    "begin_network",
    "copy_network",
    "declare_research",
    "ensure_module",
    "ensure_presentation",
    "give_consent",
    "invite",
    "invite_many",
    "is_member",
    "leave",
    "leave_everywhere",
    "meet_presentation",
    "move_cycle",
    "move_network",
    "next_number",
    "only_chair_of",
    "open_cycle",
    "open_network_for",
    "presentation_met",
    "remove_member",
    "remove_presentation",
    "set_critical_date",
    "set_up_network",
    "type_presentations",
    "withdraw_critical_date",
]
