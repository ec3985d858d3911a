"""Write the reference pages that come from the code: `make docs`. A test fails when one is out of date."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from flask import Flask

import app as site
from app.core.events import Event
from app.core.lifecycle import Lifecycle
from app.core.permissions import all_rules
from app.privacy import record
from config import Settings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
#: Flask's own and Flask-Migrate's commands are described by those libraries.
FOREIGN_COMMANDS = {"db", "routes", "run", "shell"}
NOTE = "<!-- Written by `make docs` from the code; change the code, not this page. -->\n"


def pages(app: Flask) -> dict[str, str]:
    """Each generated page's file name and text."""
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(app),
        "events.md": events_page(),
        "permissions.md": permissions_page(),
        "states.md": states_page(),
        "personal-data.md": personal_data_page(),
    }


def settings_page() -> str:
    lines = [
        "# Settings",
        NOTE,
        "Settings are environment variables, read once at the start. A value that cannot be used stops the start with",
        "a sentence. Where a setting is marked *secret*, `NAME_FILE` may name a file to read it from instead. The few that the",
        "administrator's page says where the environment does not are read anew within ten seconds of a change there.",
        "",
        "| name | meaning | default |",
        "| --- | --- | --- |",
    ]
    for each in dataclasses.fields(Settings):
        secret = " *secret*" if each.metadata["secret"] else ""
        default = "" if each.default in ("", None) else f"`{_in_words(each.default)}`"
        lines.append(f"| `{each.name.upper()}` | {each.metadata['help']}{secret} | {default} |")
    return _page(lines)


def commands_page(app: Flask) -> str:
    lines = [
        "# Commands",
        NOTE,
        "Each is called as `.venv/bin/flask --app wsgi …` from the project's folder; `--help` after any of them says",
        "what it takes.",
    ]
    for name, group in sorted(app.cli.commands.items()):
        if name in FOREIGN_COMMANDS:
            continue
        lines += ["", f"## {name}", "", group.help or ""]
        if isinstance(group, click.Group):
            for command in sorted(group.commands.values(), key=lambda each: each.name or ""):
                lines += ["", *_command(name, command)]
        else:
            lines += ["", *_command("", group)]
    return _page(lines)


def events_page() -> str:
    lines = [
        "# Events",
        NOTE,
        "What features tell each other, at once and in the same transaction. Each carries `network_id` (where) and",
        "`actor_id` (who did it) beside the fields named here.",
    ]
    common = {each.name for each in dataclasses.fields(Event)}
    for module in modules("events"):
        found = [each for each in _own_classes(module) if issubclass(each, Event)]
        if found:
            lines += ["", f"## {_feature(module)}", "", "| event | meaning | fields |", "| --- | --- | --- |"]
        for event in found:
            names = ", ".join(f"`{each.name}`" for each in dataclasses.fields(event) if each.name not in common)
            lines.append(f"| `{event.__name__}` | {_first_paragraph(event)} | {names} |")
    return _page(lines)


def permissions_page() -> str:
    lines = [
        "# Permissions",
        NOTE,
        "A permission is granted when any one of its clauses holds. Who may not see a thing is told it does not exist;",
        "who may see it but not do this is told the sentence in the last column.",
    ]
    by_feature: dict[str, list[str]] = {}
    for permission, rule in sorted(all_rules().items()):
        clauses = "<br>or ".join(" and ".join(_words(holds) for holds in clause) for clause in rule.clauses)
        first = f"may {rule.after.value}, and<br>" if rule.after else ""
        row = f"| `{permission.value}` | {first}{clauses} | {rule.refusal} |"
        by_feature.setdefault(permission.value.split(":", maxsplit=1)[0], []).append(row)
    for feature, rows in by_feature.items():
        lines += ["", f"## {feature}", "", "| permission | granted to one who… | refused with |", "| --- | --- | --- |"]
        lines += rows
    return _page(lines)


def states_page() -> str:
    lines = ["# States", NOTE, "What each kind of thing can be, and the moves between. No other move exists."]
    for module in modules("lifecycle"):
        for lifecycle in vars(module).values():
            if isinstance(lifecycle, Lifecycle):
                lines += _lifecycle(lifecycle)
    return _page(lines)


def personal_data_page() -> str:
    lines = [
        "# Personal data",
        NOTE,
        "Every column that says something of a person, as its model declares it: what it is, in words to that person; what",
        "of its row their own copy holds; what becomes of it when they are erased; for how long it is kept with the default",
        "settings. [What is kept about whom](../how-to/what-is-kept-about-whom.md) says how it is used.",
        "",
        "| what | where | exported | on erasure | kept for |",
        "| --- | --- | --- | --- | --- |",
    ]
    return _page([*lines, *(f"| {' | '.join(row)} |" for row in record.rows(Settings()))])


def _lifecycle(lifecycle: Lifecycle) -> list[str]:
    words = ", ".join(f"{each}" for each in lifecycle.states.values())
    lines = ["", f"## {lifecycle.noun}", "", f"Begins as *{lifecycle.states[lifecycle.initial]}*. States: {words}."]
    lines += ["", "| move | from | to | reason asked |", "| --- | --- | --- | --- |"]
    for move in lifecycle.moves:
        sources = ", ".join(lifecycle.states[state] for state in move.source)
        asked = "yes" if move.needs_reason else ""
        lines.append(f"| {move.label} (`{move.verb}`) | {sources} | {lifecycle.states[move.target]} | {asked} |")
    return lines


def modules(kind: str) -> Iterator[ModuleType]:
    """Every feature's module of this name (or the modules of the package of this name), in alphabetical order."""
    for each in pkgutil.walk_packages(site.__path__, "app."):
        parts = each.name.split(".")
        if len(parts) > 2 and parts[2] == kind and parts[1] != "core":
            yield import_module(each.name)


def _own_classes(module: ModuleType) -> list[type]:
    return [each for _, each in inspect.getmembers(module, inspect.isclass) if each.__module__ == module.__name__]


def _feature(module: ModuleType) -> str:
    return module.__name__.split(".")[1]


def _command(group: str, command: click.Command) -> list[str]:
    words = [group, command.name or ""]
    context = click.Context(command)
    words += [each.make_metavar(context) for each in command.params if isinstance(each, click.Argument)]
    lines = [f"### `{' '.join(word for word in words if word)}`", "", _first_paragraph(command.callback)]
    options = [each for each in command.params if isinstance(each, click.Option)]
    return lines + ([""] if options else []) + [f"- `{', '.join(each.opts)}`: {each.help or ''}" for each in options]


def _first_paragraph(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _words(predicate: Any) -> str:
    return str(getattr(predicate, "__name__", predicate)).replace("_", " ")


def _in_words(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _page(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def make_app() -> Flask:
    """The site on an empty folder of its own: the pages need its rules and commands, not its data."""
    folder = Path(tempfile.mkdtemp(prefix="reference-"))
    return site.create_app(Settings(data_dir=folder, testing=True))


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages(make_app()).items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
