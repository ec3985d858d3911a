"""The seven activity types of learning design, and the names by which tables call them."""

from __future__ import annotations

from enum import StrEnum


class PlannedActivity(StrEnum):
    """What students are meant to do. The value is how it is stored; the types are the OU's of 2012."""

    ASSIMILATIVE = "assimilative"
    FINDING = "finding"
    COMMUNICATION = "communication"
    PRODUCTIVE = "productive"
    EXPERIENTIAL = "experiential"
    INTERACTIVE = "interactive"
    ASSESSMENT = "assessment"


#: The name of each, and what students do.
IN_WORDS = {
    PlannedActivity.ASSIMILATIVE: ("Assimilative", "read, watch, listen"),
    PlannedActivity.FINDING: ("Finding and handling information", "search, list, sort, analyse"),
    PlannedActivity.COMMUNICATION: ("Communication", "discuss, debate, present"),
    PlannedActivity.PRODUCTIVE: ("Productive", "write, build, make, complete"),
    PlannedActivity.EXPERIENTIAL: ("Experiential", "practise, apply, investigate"),
    PlannedActivity.INTERACTIVE: ("Interactive or adaptive", "explore, model, simulate"),
    PlannedActivity.ASSESSMENT: ("Assessment", "answer, submit, reflect on a mark"),
}

NAMES = {kind: name for kind, (name, _) in IN_WORDS.items()}
