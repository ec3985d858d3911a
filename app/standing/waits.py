"""What an open subject waits for: the verb of whoever is next. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from app.standing.parties import Party


class Kind(StrEnum):
    """What can wait. The words name it in a sentence."""

    TOPIC = "topic"
    ISSUE = "issue"
    INTERVENTION = "intervention"
    ACTION = "action"
    REPLY = "reply"
    CYCLE = "cycle"
    WORKSHOP = "workshop"


class Verb(NamedTuple):
    """What whoever is next does: words on a button, in "the chair, to …", and of many in "12 topics to …"."""

    label: str
    to: str
    of_many: str
    #: It asks for an answer to somebody, rather than for what a role owes.
    answers: bool = False


VERBS: Mapping[str, Verb] = {
    "sort": Verb("Take up", "take it up, move it or decline it", "take up"),
    "shortlist": Verb("Shortlist", "put it on the shortlist, park it or decline it", "shortlist or park"),
    "prioritise": Verb("Prioritise", "prioritise or park it", "prioritise or park"),
    "propose": Verb("Propose", "propose an intervention", "propose an intervention for"),
    "close topic": Verb("Close", "close it with its verdict", "close with their verdict"),
    "settle": Verb("End it", "end it, since its reply is out", "end, since their replies are out"),
    "draft": Verb("Draft a reply", "draft the reply", "reply to"),
    "follow up": Verb("Say what became of it", "say what became of what was promised", "say what became of"),
    "acknowledge": Verb("Acknowledge", "acknowledge it", "acknowledge"),
    "route": Verb("Route", "route it to an owner", "route to an owner"),
    "respond": Verb("Answer", "answer it", "answer", answers=True),
    "finish issue": Verb("Say how it is", "do what was promised, and say so", "finish as promised"),
    "close issue": Verb("Close", "close it", "close"),
    "support": Verb("Support or comment", "support it or say what is missing", "support or comment on", answers=True),
    "decide": Verb("Decide", "accept, decline or defer it", "decide on"),
    "make": Verb("Move on", "design and make it", "make"),
    "call ready": Verb("Mark as ready", "say when it is ready", "mark as ready"),
    "go live": Verb("Record as live", "record when students have it", "record as live"),
    "measure": Verb("Record the outcome", "record what it did", "record the outcome of"),
    "conclude": Verb("Say what follows", "adopt, adapt or abandon it", "say what follows from"),
    "do": Verb("Say how it goes", "do it", "do"),
    "free": Verb("Help it on", "help it on, since it is blocked", "help on"),
    "hand over": Verb("Give to another", "give it to another owner, since its owner has left", "give to another owner"),
    "verify": Verb("Verify", "verify it", "verify"),
    "approve": Verb("Approve", "approve the reply", "approve"),
    "rewrite": Verb("Rewrite", "rewrite the reply", "rewrite"),
    "publish": Verb("Publish", "publish the reply", "publish"),
    "move on": Verb("Move on", "move it on to its next stage", "move on"),
    "invite": Verb("Invite", "send the invitations", "invite to"),
    "open": Verb("Open", "open it for contributions", "open for contributions"),
    "take part": Verb("Take part", "take part", "take part in"),
    "conclude workshop": Verb("Record the outcomes", "record its outcomes and publish them", "conclude"),
}


class Wait(NamedTuple):
    """For whom something waits, to do what, and since when: the moment of the fact that began the wait."""

    verb: str
    since: datetime
    party: Party | None = None
    #: One person instead of a part: their id and name.
    person_id: int | None = None
    person: str = ""
    due_on: date | None = None
    #: The wait is that of something else, which stands on home in its place: ("intervention", 3).
    through: tuple[Kind, int] | None = None

    @property
    def whom(self) -> str:
        return self.party.value if self.party else self.person

    @property
    def words(self) -> str:
        """What follows "waits for": "the chair, to prioritise or park it"."""
        by = f", by {self.due_on.day} {self.due_on:%B}" if self.due_on else ""
        named = f" ({self.through[0]} {self.through[1]})" if self.through else ""
        return f"{self.whom}, to {VERBS[self.verb].to}{named}{by}"
