"""What a column says about a person, what becomes of it when they ask, and for how long it is kept.

It is declared beside the column (`points_to("person.id", personal=Personal(...))`) and read from there by the export
(app/privacy), by the erasure, by the periodic deletion and by the record of processing. A test refuses a column that
points at a person and declares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Column, MetaData, Table

#: Under which a column keeps its declaration (SQLAlchemy's `info`).
INFO = "personal"


class Erasure(StrEnum):
    """What becomes of it when a person is erased. The words stand in the record of processing."""

    #: The row points at an account that is empty from then on. Their name is taken out of the words they wrote in it.
    KEEP = "stays, under “former member”"
    #: The rows that point at the person; of a column with addresses, those with theirs.
    DELETE = "deleted"
    #: The column is emptied, the row stays.
    CLEAR = "taken out"
    #: Texts in which others may be named too: the person's name and address are taken out.
    REDACT = "their name and address are taken out"
    #: The account's own row, which others point to.
    EMPTY = "emptied: no name, no address, no password; nobody signs in with it"


class Merging(StrEnum):
    """What becomes of it when two accounts of one person become one. The words stand in the preview."""

    #: The row points at the account that is kept.
    MOVE = "moves"
    #: Where both accounts have one, that of the kept account stands and the other goes.
    MOVE_OR_DROP = "moves, unless the kept account has its own"
    #: Where both have one, the other stays with the account that is closed: a result that people know stays as it is.
    MOVE_OR_STAY = "moves, unless the result would change by it"
    #: The feature makes both one (app/core/personal/merging.py, `unite_by`).
    UNITE = "becomes one with that of the kept account"
    #: It belongs to the account and not to the person.
    END = "ends with the other account"


class Period(StrEnum):
    """How long it is kept. Those with a setting (app/core/personal/retention.py) end by themselves."""

    NETWORK = "as long as the network"
    ACCOUNT = "as long as the account"
    MOMENT = "until it is over"
    SIGN_INS = "sign-ins, links and tokens that are over"
    RECEIPTS = "receipts of forms"
    NOTICES = "notices"
    DRAFTS = "drafts"
    LETTERS = "what the worker has done, letters among it"
    QUESTIONS = "who asked for figures"
    ACCOUNT_HISTORY = "the history of accounts"
    CLOSED_ACCOUNTS = "closed accounts"


@dataclass(frozen=True)
class Personal:
    """What one column says of a person. The other columns of its row are named here, so that an export takes no more."""

    #: In plain words, for the record of processing and as a heading of the export: "discussions you began".
    what: str
    #: Columns of the row with words that the person wrote: exported wherever they stand, and freed of their name.
    words: tuple[str, ...] = ()
    #: Columns that are about the person, or that they chose.
    facts: tuple[str, ...] = ()
    #: Columns that others wrote or that belong to the place: exported only while the person may read them there.
    place: tuple[str, ...] = ()
    #: Why nothing of the row is exported, where that is so.
    not_exported: str = ""
    erasure: Erasure = Erasure.KEEP
    kept: Period = Period.NETWORK
    merging: Merging = Merging.MOVE
    #: With which other columns a person has only one: ("topic_id",) of a vote. Several sets where a row has several.
    one_each: tuple[tuple[str, ...], ...] = ()

    @property
    def exported(self) -> bool:
        return not self.not_exported


class Declared(NamedTuple):
    """A column with what it declares."""

    table: Table
    column: Column[object]
    personal: Personal


def declared(metadata: MetaData) -> Iterator[Declared]:
    """Every declaration, by table and then in the order of the columns."""
    for table in sorted(metadata.tables.values(), key=lambda each: each.name):
        for column in table.columns:
            if INFO in column.info:
                yield Declared(table, column, column.info[INFO])


def about_a_person(metadata: MetaData) -> Iterator[Declared]:
    """Those whose column holds the person's id: rows that can be found by it. The account's own row is one of them."""
    for each in declared(metadata):
        if points_at_person(each.column) or (each.table.name, each.column.name) == ("person", "id"):
            yield each


def points_at_person(column: Column[object]) -> bool:
    return any(key.target_fullname == "person.id" for key in column.foreign_keys)


def own_words(table: Table, personal: Personal) -> tuple[str, ...]:
    """The columns of the person's words with what is rendered from them: body_md and body_html."""
    rendered = (f"{name.removesuffix('_md')}_html" for name in personal.words if name.endswith("_md"))
    return (*personal.words, *(name for name in rendered if name in table.columns))
