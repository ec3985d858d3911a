"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.core import outbox
from app.search import cli, listeners, upkeep
from app.search.indexes.in_memory import InMemoryIndex
from app.search.indexes.on_disk import WhooshIndex
from app.search.views import blueprint
from app.web.serving import consistency, health
from app.web.worker.jobs import periodically


def init_app(app: Flask) -> None:
    """Register blueprint, index, listeners, the outbox's handler, and commands."""
    settings = app.extensions["settings"]
    in_memory = settings.search_backend == "memory"
    app.extensions["search_index"] = InMemoryIndex() if in_memory else WhooshIndex(settings.data_dir / "search")
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.commands)
    listeners.listen_to_all()
    outbox.register(listeners.KIND, upkeep.index_row)
    health.check_also("search", lambda: upkeep.the_index().fault())
    consistency.check_also("the search index", upkeep.drift_in_words)
    consistency.after_restore("the search index", lambda: upkeep.the_index().forget())
    periodically(app, "search_mend", upkeep.mend, minute="*")
