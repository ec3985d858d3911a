"""What of a place a person may still read, and what a row of theirs belongs to: in SQL, from the foreign keys.

The export finds a person's rows by what the models declare. Beside a row stand the titles of what it belongs to, and those
of its columns that others wrote: each only as far as the reader of the place may read it today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Table, false, or_, true

from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.db import Model
from app.forums.policy import visible_posts, visible_titles
from app.interventions.policy import visible_interventions
from app.networks.policy import visible_networks
from app.replies.policy import visible_replies
from app.topics.policy import visible_issues, visible_topics
from app.workshops.policy import visible_workshops

#: Table → the SQL twin of who may read a row of it.
READABLE: dict[str, Callable[[Actor], ColumnElement[bool]]] = {
    "action": visible_actions,
    "additional_issue": visible_issues,
    "discussion": visible_titles,
    "intervention": visible_interventions,
    "learning_network": visible_networks,
    "loop_reply": visible_replies,
    "post": visible_posts,
    "tricky_topic": visible_topics,
    "workshop": visible_workshops,
}
#: Table → the column that says which one it is, where that is no title.
CALLED = {"forum": "kind", "asked_sites": "module"}
#: Tables whose name is not their word.
NOUNS = {
    "tricky_topic": "Tricky Topic",
    "loop_reply": "reply",
    "workshop_theme": "theme",
    "asked_sites": "module",
    "workshop_contribution": "card",
}
#: What is found otherwise (the network's code), or says nothing of the row.
_NO_PLACE = frozenset({"person", "learning_network", "cycle", "presentation", "module"})


class RowSurroundings:
    """A table with the tables that its rows belong to, each joined once by its foreign key."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.joined: FromClause = table
        #: The tables above, the nearest first.
        self.above: list[Table] = []
        self._parents: dict[str, list[Table]] = {}
        level = [table]
        while level:
            level = [parent for child in level for parent in self._join_parents(child)]

    def _join_parents(self, child: Table) -> Iterator[Table]:
        if child.name in READABLE and self._name(child) is not None and child is not self.table:
            return
        for column in child.columns:
            for key in column.foreign_keys:
                parent = key.column.table
                if parent.name in _NO_PLACE or len(column.foreign_keys) > 1:
                    continue
                self._parents.setdefault(child.name, []).append(parent)
                if parent is self.table or parent in self.above:
                    continue
                self.joined = self.joined.outerjoin(parent, key.column == column)
                self.above.append(parent)
                yield parent

    def titles(self, actor: Actor) -> Iterator[tuple[str, Column[Any], ColumnElement[bool]]]:
        """For each table above: its word, the column with its title, and whether the actor may read that."""
        for table in self.above:
            if (column := self._name(table)) is not None:
                yield NOUNS.get(table.name, table.name.replace("_", " ")), column, self.readable(actor, table)

    def readable(self, actor: Actor, table: Table | None = None) -> ColumnElement[bool]:
        """Whether the actor may read a row of this table (or of the first) today: by the nearest that knows a rule."""
        asked = table if table is not None else self.table
        for each in self._upwards(asked):
            if each.name in READABLE:
                return READABLE[each.name](actor)
        network_id = self.network_id
        if network_id is None:
            return true()  # no place of anybody: their account, their sessions
        here = network_id.in_(sorted(actor.roles)) if actor.roles else false()
        return or_(here, network_id.is_(None))

    def _upwards(self, table: Table) -> Iterator[Table]:
        level = [table]
        seen: set[str] = set()
        while level:
            yield from level
            seen |= {each.name for each in level}
            level = [up for each in level for up in self._parents.get(each.name, []) if up.name not in seen]

    @property
    def network_id(self) -> Column[Any] | None:
        if self.table.name == "learning_network":
            return self.table.c.id
        for each in (self.table, *self.above):
            if "network_id" in each.c:
                return each.c.network_id
        return None

    @staticmethod
    def _name(table: Table) -> Column[Any] | None:
        return table.c.get(CALLED.get(table.name, "title"))


def table_named(name: str) -> Table:
    return Model.metadata.tables[name]
