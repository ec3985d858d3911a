"""What an open subject waits for: the verb of whoever is next. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from app.core.language.spoken import lazy_gettext
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
    "sort": Verb(lazy_gettext("Take up"), lazy_gettext("take it up, move it or decline it"), lazy_gettext("take up")),
    "shortlist": Verb(
        lazy_gettext("Shortlist"),
        lazy_gettext("put it on the shortlist, park it or decline it"),
        lazy_gettext("shortlist or park"),
    ),
    "prioritise": Verb(
        lazy_gettext("Prioritise"), lazy_gettext("prioritise or park it"), lazy_gettext("prioritise or park")
    ),
    "propose": Verb(
        lazy_gettext("Propose"), lazy_gettext("propose an intervention"), lazy_gettext("propose an intervention for")
    ),
    "close topic": Verb(
        lazy_gettext("Close"), lazy_gettext("close it with its verdict"), lazy_gettext("close with their verdict")
    ),
    "settle": Verb(
        lazy_gettext("End it"),
        lazy_gettext("end it, since its reply is out"),
        lazy_gettext("end, since their replies are out"),
    ),
    "draft": Verb(lazy_gettext("Draft a reply"), lazy_gettext("draft the reply"), lazy_gettext("reply to")),
    "follow up": Verb(
        lazy_gettext("Say what became of it"),
        lazy_gettext("say what became of what was promised"),
        lazy_gettext("say what became of"),
    ),
    "acknowledge": Verb(lazy_gettext("Acknowledge"), lazy_gettext("acknowledge it"), lazy_gettext("acknowledge")),
    "route": Verb(lazy_gettext("Route"), lazy_gettext("route it to an owner"), lazy_gettext("route to an owner")),
    "respond": Verb(lazy_gettext("Answer"), lazy_gettext("answer it"), lazy_gettext("answer"), answers=True),
    "finish issue": Verb(
        lazy_gettext("Say how it is"),
        lazy_gettext("do what was promised, and say so"),
        lazy_gettext("finish as promised"),
    ),
    "close issue": Verb(lazy_gettext("Close"), lazy_gettext("close it"), lazy_gettext("close")),
    "support": Verb(
        lazy_gettext("Support or comment"),
        lazy_gettext("support it or say what is missing"),
        lazy_gettext("support or comment on"),
        answers=True,
    ),
    "decide": Verb(lazy_gettext("Decide"), lazy_gettext("accept, decline or defer it"), lazy_gettext("decide on")),
    "make": Verb(lazy_gettext("Move on"), lazy_gettext("design and make it"), lazy_gettext("make")),
    "call ready": Verb(
        lazy_gettext("Mark as ready"), lazy_gettext("say when it is ready"), lazy_gettext("mark as ready")
    ),
    "go live": Verb(
        lazy_gettext("Record as live"), lazy_gettext("record when students have it"), lazy_gettext("record as live")
    ),
    "measure": Verb(
        lazy_gettext("Record the outcome"), lazy_gettext("record what it did"), lazy_gettext("record the outcome of")
    ),
    "conclude": Verb(
        lazy_gettext("Say what follows"),
        lazy_gettext("adopt, adapt or abandon it"),
        lazy_gettext("say what follows from"),
    ),
    "do": Verb(lazy_gettext("Say how it goes"), lazy_gettext("do it"), lazy_gettext("do")),
    "free": Verb(lazy_gettext("Help it on"), lazy_gettext("help it on, since it is blocked"), lazy_gettext("help on")),
    "hand over": Verb(
        lazy_gettext("Give to another"),
        lazy_gettext("give it to another owner, since its owner has left"),
        lazy_gettext("give to another owner"),
    ),
    "verify": Verb(lazy_gettext("Verify"), lazy_gettext("verify it"), lazy_gettext("verify")),
    "approve": Verb(lazy_gettext("Approve"), lazy_gettext("approve the reply"), lazy_gettext("approve")),
    "rewrite": Verb(lazy_gettext("Rewrite"), lazy_gettext("rewrite the reply"), lazy_gettext("rewrite")),
    "publish": Verb(lazy_gettext("Publish"), lazy_gettext("publish the reply"), lazy_gettext("publish")),
    "move on": Verb(lazy_gettext("Move on"), lazy_gettext("move it on to its next stage"), lazy_gettext("move on")),
    "invite": Verb(lazy_gettext("Invite"), lazy_gettext("send the invitations"), lazy_gettext("invite to")),
    "open": Verb(
        lazy_gettext("Open"), lazy_gettext("open it for contributions"), lazy_gettext("open for contributions")
    ),
    "take part": Verb(lazy_gettext("Take part"), lazy_gettext("take part"), lazy_gettext("take part in")),
    "conclude workshop": Verb(
        lazy_gettext("Record the outcomes"), lazy_gettext("record its outcomes and publish them"), "conclude"
    ),
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
