"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.core import outbox
from app.search import cli, jobs, listeners, upkeep
from app.search.indexes.postgresql_words import PostgresqlWords
from app.search.indexes.sqlite_words import SqliteWords
from app.search.views import blueprint
from app.web.serving import consistency
from app.web.worker.jobs import periodically


def init_app(app: Flask) -> None:
    """Register blueprint, the words of this kind of database, listeners, upkeep by the clock, and commands."""
    on_postgresql = app.extensions["settings"].database_address.startswith("postgresql")
    app.extensions["search_engine"] = PostgresqlWords() if on_postgresql else SqliteWords()
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.commands)
    listeners.listen_to_all()
    # Owed by a version of this site that wrote its index after the commit.
    outbox.register("search.index", upkeep.write_owed)
    consistency.check_also("the search index", upkeep.drift_in_words)
    periodically(app, "search_mend", jobs.mend, minute="*/5")
    periodically(app, "search_tell", jobs.tell_of_new_answers, minute="*/5")
    periodically(app, "search_tidy", jobs.tidy, hour="3", minute="50")
