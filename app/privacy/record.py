"""The record of processing, and the draft of the privacy page: both from what the models declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from app.core.db import Model
from app.core.personal_data import Period, declared
from app.privacy.periods import in_words
from config import Settings


class RecordRow(NamedTuple):
    """One line of the record. `what` is said to the person it is about, as on the privacy page."""

    what: str
    where: str
    exported: str
    erased: str
    kept: str


def rows(settings: Settings) -> Iterator[RecordRow]:
    """A line for every column that says something of a person."""
    for table, column, personal in declared(Model.metadata):
        shown = ", ".join((*personal.words, *personal.facts, *personal.place))
        exported = f"no: {personal.not_exported}" if personal.not_exported else shown or "that it is so"
        kept = in_words(personal.kept, settings)
        yield RecordRow(personal.what, f"{table.name}.{column.name}", exported, personal.erasure.value, kept)


#: Features as the page calls them, in its order.
PARTS = {
    "accounts": "Your account",
    "networks": "Networks",
    "forums": "Forums",
    "topics": "Topics and issues",
    "interventions": "Interventions",
    "actions": "Actions",
    "replies": "Replies",
    "workshops": "Workshops",
    "analytics": "Figures about students",
    "notifications": "Notices",
    "core": "History, forms and letters",
}


def draft(settings: Settings) -> str:
    """The privacy page until somebody words it, in Markdown."""
    of_table = {mapper.local_table: mapper.class_.__module__.split(".")[1] for mapper in Model.registry.mappers}
    found: dict[tuple[str, Period], list[str]] = defaultdict(list)
    for each in declared(Model.metadata):
        said = found[PARTS.get(of_table[each.table], "This site"), each.personal.kept]
        if each.personal.what not in said:
            said.append(each.personal.what)
    parts = [*PARTS.values(), "This site"]
    lines = [
        f"- **{part}** ({in_words(period, settings)}): {'; '.join(found[part, period])}."
        for part in parts
        for period in Period
        if found[part, period]
    ]
    return "\n".join([_BEFORE, *lines, _AFTER])


_BEFORE = """This site is where tutors and module teams find out together where students get stuck. It keeps what that takes, and nothing to measure anybody with.

## What is kept about you, and for how long
"""
_AFTER = """
Backups keep what was in them until they are deleted.

## Who sees it

- What you write in a network is read by its members. Whoever only researches reads it as far as you agreed.
- The administrator manages accounts and reads no network.
- Where you are signed in, your API tokens, what you follow and what you are told is seen by nobody but you.
- Who asked for which figures about students is seen by those who answer for the data in your network.
- What a workshop stores of who wrote what is chosen before its first card, and stands beside every card’s form. Nobody can tell who wrote an unattributed card or filled in a sealed ballot.
- Others’ words about you are theirs. If something should not stand, ask the moderator of the network.

## Where it comes from, and where it goes

From you, from whoever invited you, and from your browser. It stays on this site. Letters leave it by mail. Nothing is loaded from elsewhere, and nobody is followed.

## What you can do

- **Your account → Your data** gives you everything that is kept about you as one file.
- The same page has your account erased. What you wrote then stands under “former member”, so that conversations stay readable.
- Your name, how often you get mail, and whether your words may be read for research is changed under **Your account**.

For everything else ask whoever runs this site at your university, or its data protection officer.
"""
