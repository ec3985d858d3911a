"""Everything that is kept about the reader: section by section, row by row, as the models declare it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import Model, db
from app.core.permissions import require
from app.core.personal_data import Declared, about_a_person
from app.privacy.policy import Permission
from app.privacy.readable import RowSurroundings, table_named

#: What is done to a row before it is handed on.
Finish = Callable[[dict[str, Any]], dict[str, Any]]
#: Rows held at a time: a copy takes the same memory for ten posts and for ten thousand.
BATCH = 200
#: Columns whose name is not their word.
COLUMNS = {
    "at": "when",
    "is_admin": "administrator",
    "is_analyst": "analyst of all modules",
    "is_demo": "invented person of the demo",
    "email": "e-mail address",
    "codes": "codes of the distiller",
    "code": "code of the distiller",
    "what": "what happened",
    "wanted": "followed",
    "text": "words",
    "words": "step",
    "body": "words",
    "address": "network address",
    "through": "asked through",
    "dot_no": "number of the dot",
    "choices": "choices: theme and number",
    "submitted": "voted",
    "location": "where it led",
    "subject_kind": "to what",
    "verb": "what was done",
    "called": "asked to speak",
    "alt": "what it shows",
}


@dataclass(frozen=True)
class OwnSection:
    """One sort of thing that is kept. `rows` reads them anew each time it is called: values by column, None left out."""

    key: str
    title: str
    rows: Callable[[], Iterator[dict[str, Any]]]


def own_sections(person: Person, seen_by: Actor) -> Iterator[OwnSection]:
    """Every section, by table; the account first and the history last. Only ever of the reader."""
    require(seen_by, Permission.TAKE_A_COPY, person)
    found = sorted(about_a_person(Model.metadata), key=_place)
    for each in found:
        if each.personal.exported:
            query = _rows_of(each, seen_by)
            reading = _reading(query, _FINISH.get(each.table.name))
            yield OwnSection(f"{each.table.name}.{each.column.name}", _title(each), reading)
    yield OwnSection("audit_entry.about_you", "What others did that concerns you", _reading(_done_to(seen_by)))


def _place(each: Declared) -> tuple[bool, bool]:
    """The account first, the history last."""
    return each.table.name == "audit_entry", each.table.name != "person"


def _title(declared: Declared) -> str:
    what = declared.personal.what
    return what[:1].upper() + what[1:]


def _rows_of(declared: Declared, actor: Actor) -> Select[Any]:
    table, personal = declared.table, declared.personal
    around = RowSurroundings(table)
    joined, columns = around.joined, []
    if (network_id := around.network_id) is not None:
        network, module = table_named("learning_network"), table_named("module")
        if table is not network:
            joined = joined.outerjoin(network, network.c.id == network_id)
        joined = joined.outerjoin(module, module.c.id == network.c.module_id)
        columns.append(module.c.code.label("network"))
    for noun, column, readable in around.titles(actor):
        columns.append(case((readable, column)).label(noun))
    columns += [table.c[name].label(_word(name)) for name in (*personal.words, *personal.facts)]
    here = around.readable(actor)
    columns += [case((here, table.c[name])).label(_word(name)) for name in personal.place]
    mine = select(*columns).select_from(joined).where(declared.column == actor.person_id)
    if (only := _ONLY.get(table.name)) is not None:
        mine = mine.where(only())
    return mine.order_by(*table.primary_key.columns)


def _over() -> ColumnElement[bool]:
    """Of a sealed ballot the list of who has voted is written when it ends: before, it would say that nobody has."""
    rounds = table_named("workshop_round")
    state, sealed = rounds.c.state, rounds.c.sealed
    return or_(state != "open", sealed.is_(False))


#: Table → which of its rows are exported, where that is not all.
_ONLY: dict[str, Callable[[], ColumnElement[bool]]] = {"workshop_voter": _over}


def _done_to(actor: Actor) -> Select[Any]:
    """Lines of the history about the reader's account, memberships and tokens that somebody else made: not by whom."""
    history = AuditEntry.__table__
    memberships, tokens = table_named("membership"), table_named("api_token")
    theirs = [history.c.subject_kind == "person", history.c.subject_id == actor.person_id]
    concerns: list[ColumnElement[bool]] = [theirs[0] & theirs[1]]
    for table in (memberships, tokens):
        mine = select(table.c.id).where(table.c.person_id == actor.person_id)
        concerns.append((history.c.subject_kind == table.name) & history.c.subject_id.in_(mine))
    shown = [history.c[name] for name in ("at", "verb", "before", "after", "reason")]
    return (
        select(*[each.label(_word(each.name)) for each in shown])
        .where(or_(*concerns), or_(history.c.actor_id.is_(None), history.c.actor_id != actor.person_id))
        .order_by(history.c.id)
    )


def _reading(query: Select[Any], finish: Finish | None = None) -> Callable[[], Iterator[dict[str, Any]]]:
    def rows() -> Iterator[dict[str, Any]]:
        found = db.session.connection().execute(query.execution_options(yield_per=BATCH))
        for row in found.mappings():
            kept = {name: value for name, value in row.items() if value not in (None, "", [])}
            yield finish(kept) if finish else kept

    return rows


def _with_titles(row: dict[str, Any]) -> dict[str, Any]:
    """A ballot's choices by the titles of the themes, where its workshop may still be read."""
    name = COLUMNS["choices"]
    chosen = dict(row.get(name, []))
    if "workshop" not in row or not chosen:
        return row
    themes = table_named("workshop_theme").c
    titles = dict(iter(db.session.execute(select(themes.id, themes.title).where(themes.id.in_(chosen)))))
    return row | {name: [f"{titles.get(theme, theme)}: {number}" for theme, number in chosen.items()]}


#: Table → what its rows need besides.
_FINISH: dict[str, Finish] = {"workshop_ballot": _with_titles}


def _word(name: str) -> str:
    plain = name.removesuffix("_md")
    return COLUMNS.get(plain, plain.replace("_", " "))
