"""What others rely on and what is stored, as one list: it stays as it is while rooms and names change.

`python -m tests.architecture.interfaces` writes it anew, for a change that is meant.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Enum

from app import create_app
from app.api.description import describe
from app.core import outbox
from app.core.db import db
from app.core.permissions import all_rules
from config import Settings

#: Flask's own and Flask-Migrate's.
FOREIGN_COMMANDS = {"db", "routes", "run", "shell"}
LIST = Path(__file__).with_name("interfaces.txt")


def interfaces(site: Flask) -> list[str]:
    """Addresses, the API, commands, settings, permissions, tables with the words they store, and kinds of debts."""
    with site.app_context():
        found = [
            *_addresses(site),
            *_api(),
            *(
                line
                for name, command in site.cli.commands.items()
                if name not in FOREIGN_COMMANDS
                for line in _commands(name, command)
            ),
            *(f"setting {each.name.upper()} = {each.default}" for each in dataclasses.fields(Settings)),
            *(f"permission {each.value}" for each in all_rules()),
            *_tables(),
            *(f"outbox {kind}" for kind in outbox._handlers),
        ]
    return sorted(found)


def _addresses(site: Flask) -> Iterator[str]:
    for rule in site.url_map.iter_rules():
        yield f"address {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"


def _api() -> Iterator[str]:
    for path, methods in describe()["paths"].items():
        for method, described in methods.items():
            asked = ",".join(sorted(each["name"] for each in described.get("parameters", ())))
            yield f"api {method} {path} {asked} -> {','.join(sorted(described['responses']))}"


def _commands(name: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _commands(f"{name} {each.name}", each)
    else:
        taken = [part for each in command.params for part in (each.opts or [each.name or ""])]
        yield f"command {name} {' '.join(taken)}".rstrip()


def _tables() -> Iterator[str]:
    for table in db.metadata.tables.values():
        for column in table.columns:
            words = f" {','.join(column.type.enums)}" if isinstance(column.type, Enum) and column.type.enums else ""
            kind = type(column.type).__name__
            yield f"column {table.name}.{column.name} {kind}{'' if column.nullable else ' NOT NULL'}{words}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Settings(data_dir=Path(folder), testing=True))
        LIST.write_text("\n".join(interfaces(site)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
