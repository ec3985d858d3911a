"""What all commands of the site have in common: `flask --app wsgi …`."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.core.errors import DomainError, Invalid
from app.core.language.spoken import gettext
from config import Settings


def typed(settings: Settings, words: str) -> str:
    """How a command of this very site is typed in the project's folder: elsewhere it would be another site's."""
    site = f"DATA_DIR={shlex.quote(str(settings.data_dir))}"
    return f"{'DATABASE_URL=… ' if settings.database_url else ''}{site} .venv/bin/flask --app wsgi {words}"


class CommandGroup(AppGroup):
    """The commands of one feature. Each needs a database at this code's version, and says in one sentence if there is
    none; what a service refuses is said in the service's words.
    """

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take a command in, once however often it is given; all of it runs inside the application."""
        if cmd in self.commands.values():
            return  # a feature gives it again with each application of this process
        if cmd.callback is not None:
            cmd.callback = with_appcontext(_in_words(cmd.callback))
        super().add_command(cmd, name)


def on_any_database(call: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a command that sees for itself whether there is a database, and of which version. Below `command`."""
    call.on_any_database = True  # type: ignore[attr-defined]
    return call


def _in_words(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def run(*args: Any, **options: Any) -> Any:
        if not hasattr(call, "on_any_database") and (fault := database_fault()):
            raise click.ClickException(fault)
        try:
            return call(*args, **options)
        except DomainError as error:
            raise click.ClickException(_words(error)) from error

    return run


def migrations() -> Any:
    """This software's, as Alembic knows them."""
    # Read only here: a web process asks nothing of it, and it takes one 11 MiB.
    return import_module("alembic.script").ScriptDirectory(str(Path(current_app.root_path).parent / "migrations"))


def database_fault(*, older_will_do: bool = False, empty_will_do: bool = False) -> str:
    """Why no command can work with this database, and what to type; "" when one can.

    A database whose tables were made without migrations, as the tests make theirs, is not judged.
    """
    alembic = {name: import_module(f"alembic.{name}") for name in ("migration", "util")}
    scripts = migrations()
    settings: Settings = current_app.extensions["settings"]
    name, migrate = f"The database {settings.database_name}", typed(settings, "db upgrade")
    among_others = db.session().in_transaction()
    try:
        connection = db.session.connection()
        at = alembic["migration"].MigrationContext.configure(connection).get_current_heads()
        empty = not at and not inspect(connection).has_table("person")
    except DBAPIError as fault:
        reason = next(iter(str(fault.orig).strip().splitlines()), type(fault).__name__)
        return f"{name} does not answer: {reason}"
    if not among_others:
        db.session.rollback()  # a transaction that only read would stay open for as long as a worker runs
    if empty:
        return "" if empty_will_do else f"{name} is not set up. Type: {migrate}"
    if not at or at == (scripts.get_current_head(),):
        return ""
    try:
        scripts.get_revisions(at)
    except alembic["util"].CommandError:
        return gettext(
            "%(name)s was written by a newer version of this software (it is at %(at)s). Use that version.",
            name=name,
            at=", ".join(at),
        )
    if older_will_do:
        return ""
    upgrade = typed(settings, "site upgrade")
    return f"{name} is older than this software (it is at {', '.join(at)}). Type: {upgrade} (which backs it up first)"


def _words(error: DomainError) -> str:
    faults = [each for found in error.fields.values() for each in found] if isinstance(error, Invalid) else []
    return " ".join(each for each in [error.message, *faults, error.help_text] if each)
