"""What the frame of every page asks: its unchanging parts, and which of its links leads here."""

from __future__ import annotations

from functools import cache

from flask import Flask, request
from markupsafe import Markup

HERE = Markup(' aria-current="page"')


def here(url: str, root: str, lies_under: str = "") -> str:
    """The mark of the current link: the page's address is the link's or lies under it, or the page says it lies there.

    `root` is the page's network (or the site's front page): everything lies under it, so it is current only itself.
    """
    path = request.path
    if url in {path, lies_under} or (url not in {"/", root} and path.startswith(f"{url}/")):
        return HERE
    return ""


def init_app(app: Flask) -> None:
    def fixed(name: str) -> Markup:
        """A template that knows nothing of the request."""
        return Markup(app.jinja_env.get_template(name).render())  # noqa: S704 -- a template

    app.add_template_global(fixed if app.debug else cache(fixed), "fixed")
    app.add_template_global(here)
