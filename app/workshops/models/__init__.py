"""Workshops and everything said, grouped, voted and agreed in them."""

from __future__ import annotations

from app.workshops.models.board import (
    Channel,
    Contribution,
    ContributionKind,
    GroupingStep,
    Seconding,
    Theme,
    ThemeList,
    ThemeNote,
)
from app.workshops.models.log import Command, WorkshopEvent
from app.workshops.models.methods import HowToVote, Method
from app.workshops.models.outcomes import Outcome, OutcomeKind, WriteUpSection
from app.workshops.models.pseudonyms import PseudonymousPart
from app.workshops.models.room import CardReport, Hand, Spotlight
from app.workshops.models.signs import FacilitatorSign, SiteSign
from app.workshops.models.vectors import CardVector, DismissedProposal, ThemeVector
from app.workshops.models.voting import Ballot, Dot, Round, RoundState, Voter
from app.workshops.models.workshop import Anonymity, Answer, Part, Phase, SavedTemplate, Workshop, WorkshopMember

__all__ = [
    "Anonymity",
    "Answer",
    "Ballot",
    "CardReport",
    "CardVector",
    "Channel",
    "Command",
    "Contribution",
    "ContributionKind",
    "DismissedProposal",
    "Dot",
    "FacilitatorSign",
    "GroupingStep",
    "Hand",
    "HowToVote",
    "Method",
    "Outcome",
    "OutcomeKind",
    "Part",
    "Phase",
    "PseudonymousPart",
    "Round",
    "RoundState",
    "SavedTemplate",
    "Seconding",
    "SiteSign",
    "Spotlight",
    "Theme",
    "ThemeList",
    "ThemeNote",
    "ThemeVector",
    "Voter",
    "Workshop",
    "WorkshopEvent",
    "WorkshopMember",
    "WriteUpSection",
]
