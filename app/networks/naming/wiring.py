"""Plugs this room into networks."""

from __future__ import annotations


def init_app() -> None:
    """The list for the editor, whose address is on the blueprint once it is imported; and how people and roles are called."""
    from app.networks.naming import (
        queries,
        views,  # noqa: F401 -- its address
    )
    from app.web.page.naming import name_by

    name_by(queries.name_people, "person")
    name_by(queries.name_roles, "role")
