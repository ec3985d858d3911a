"""Every column that names a person says what it is, what becomes of it, and for how long it is kept."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import Boolean, Column, DateTime, Integer, Table, UniqueConstraint

from app.core.db import Model
from app.core.personal.merging import _uniting
from app.core.personal_data import (
    Erasure,
    Merging,
    about_a_person,
    declared,
    own_words,
    points_at_person,
)

#: Names under which columns hold what leads to a person or was said of them, without pointing at one.
SAYS_MUCH = re.compile("e_?mail|^name$|address|browser|actor|payload|^before$|^after$|^reason$|password|ip$|phone")
#: Those that do not, with the reason.
NOBODYS = {
    "site_settings.smtp_password": "the site's own at its mail server, sealed",
    "workshop_event.payload": "ids and counts, never words nor who wrote (app/workshops/event_log.py)",
    "workshop_write_up_section.name": "which section it is",
    "workshop_card_report.reason": "no name is kept with a report, and it goes when it is settled",
}
HOW = 'Say what it is beside it, as its neighbours do: points_to("person.id", personal=Personal(...)).'


def test_every_column_that_points_at_a_person_declares_what_it_says(site: Flask) -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if points_at_person(column) and "personal" not in column.info
    ]
    assert silent == [], HOW


def test_a_column_that_sounds_personal_declares_it_too(site: Flask) -> None:
    """Unless its row is declared by the column that points at the person, or it is listed above."""
    rows = {each.table.name for each in about_a_person(Model.metadata)}
    silent = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if SAYS_MUCH.search(column.name) and table.name not in rows and "personal" not in column.info
    }
    assert silent - NOBODYS.keys() == set(), HOW


def test_a_declaration_names_columns_that_are_there(site: Flask) -> None:
    for table, column, personal in declared(Model.metadata):
        named = {*personal.words, *personal.facts, *personal.place}
        where = f"{table.name}.{column.name}"
        assert named - set(table.columns.keys()) == set(), where
        assert len(named) == len([*personal.words, *personal.facts, *personal.place]), f"{where} names a column twice"
        assert personal.what[0].islower() or personal.what.startswith(("Tricky", "API")), where
        assert not named or personal.exported, where
        assert all(not secret(table.c[name]) for name in named), where


def secret(column: Column[object]) -> bool:
    return bool(re.search("hash|token|secret|mark|pseudonym|key", column.name))


def test_the_words_a_person_wrote_go_with_what_is_rendered_from_them(site: Flask) -> None:
    for table, column, personal in declared(Model.metadata):
        for name in own_words(table, personal):
            assert not isinstance(table.c[name].type, Boolean | DateTime | Integer), (
                f"{table.name}.{column.name}: {name}"
            )


def test_what_is_declared_can_be_obeyed(site: Flask) -> None:
    """The erasure deletes, empties and redacts by these kinds; each needs a column it can do it to."""
    for table, column, personal in declared(Model.metadata):
        where = f"{table.name}.{column.name}"
        if personal.erasure is Erasure.CLEAR:
            assert column.nullable, f"{where} cannot be emptied"
        if personal.erasure is Erasure.DELETE:
            assert points_at_person(column) or "mail" in column.name, where
            assert not points_to(table), f"{where}: other rows point at this table"
        if personal.erasure is Erasure.REDACT:
            assert not points_at_person(column), where
        if personal.erasure is Erasure.EMPTY:
            assert where == "person.id"


def test_every_column_that_names_a_person_has_an_answer_for_merging(site: Flask) -> None:
    """Where the person is part of what is unique, it says what a person has one of, and which of two stands."""
    for table, column, personal in about_a_person(Model.metadata):
        where = f"{table.name}.{column.name}"
        if table.name == "person":
            continue
        for names in personal.one_each:
            assert set(names) <= set(table.columns.keys()), where
        if personal.merging is Merging.END:
            continue
        assert bool(personal.one_each) is (personal.merging is not Merging.MOVE), where
        for unique in unique_with(table, column):
            covered = any(set(names) <= unique for names in personal.one_each)
            assert covered, (
                f"{where}: two accounts may both have one of {sorted(unique)}. Say one_each=, and what stands."
            )
        if personal.merging is Merging.UNITE:
            assert table.name in _uniting, where
        elif personal.merging in {Merging.MOVE_OR_DROP, Merging.UNITE}:
            assert not points_to(table), f"{where}: other rows point at this table"


def unique_with(table: Table, column: Column[object]) -> list[set[str]]:
    """The other columns of each unique constraint, key or index that holds this one."""
    keys = [set(each.columns.keys()) for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [set(table.primary_key.columns.keys())]
    keys += [set(each.columns.keys()) for each in table.indexes if each.unique]
    return [each - {column.name} for each in keys if column.name in each]


def points_to(table: Table) -> list[str]:
    return [
        f"{other.name}.{column.name}"
        for other in Model.metadata.tables.values()
        for column in other.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]


def test_what_is_listed_as_nobodys_is_there(site: Flask) -> None:
    there = {f"{table.name}.{each.name}" for table in Model.metadata.tables.values() for each in table.columns}
    assert NOBODYS.keys() - there == set()
