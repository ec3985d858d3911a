"""The queue's tables where it lives in the site's PostgreSQL."""

from __future__ import annotations

from typing import Any

from huey.contrib.sql_huey import SqlStorage


class PrefixedStorage(SqlStorage):
    """Huey's tables under names of their own: its `counter` would otherwise stand where the site's belongs, and the
    first migration of an empty PostgreSQL would fail.
    """

    def create_models(self) -> tuple[Any, ...]:
        models: tuple[Any, ...] = super().create_models()
        for model in models:
            model._meta.set_table_name(f"huey_{model._meta.table_name}")  # noqa: SLF001 - peewee's own way
        task = models[2]
        task._meta.indexes.clear()  # noqa: SLF001 - its index names the table as it was called before
        task.add_index(task.priority.desc(), task.id)
        return models
