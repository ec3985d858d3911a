"""What the frame of every page asks: its unchanging parts, a network's sections, and which of its links leads here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask, request
from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.kept import kept_by_language
from app.core.numbers.counts import counts
from app.web.page.fragments import fragment, kept
from app.web.page.once import once
from app.web.page.panels import NavItem

HERE = Markup(' aria-current="page"')
Groups = tuple[tuple[str, tuple[NavItem, ...]], ...]


def counted(name: str, reader: Actor) -> Mapping[int, int]:
    """The counts of this name, asked once a page together with all others."""
    return once("counts", lambda: counts(reader))[name]


def here(url: str, root: str, lies_under: str = "") -> str:
    """The mark of the current link: the page's address is the link's or lies under it, or the page says it lies there.

    `root` is the page's network (or the site's front page): everything lies under it, so it is current only itself.
    """
    path = request.path
    if url in {path, lies_under} or (url not in {"/", root} and path.startswith(f"{url}/")):
        return HERE
    return ""


def present_of(parts: Sequence[NavItem], lies_under: str) -> str:
    """The address of the section that this page lies in, or nothing."""
    path = request.path
    return next((each.url for each in parts if each.url in {path, lies_under} or path.startswith(f"{each.url}/")), "")


def deeper_than(parts: Sequence[NavItem], root: str, crumbs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the way to a page, what the frame's line does not say already."""
    said = {root, *(each.url for each in parts)}
    return [(label, url) for label, url in crumbs if url not in said]


def _grouped(parts: Sequence[NavItem]) -> Groups:
    """The sections under their words, each word where its first section stands."""
    groups: dict[str, list[NavItem]] = {}
    for each in parts:
        groups.setdefault(each.group or each.label, []).append(each)
    return tuple((word, tuple(items)) for word, items in groups.items())


@kept
def _drawn(template: str, parts: tuple[NavItem, ...], present: str) -> Markup:
    return fragment(template, groups=_grouped(parts), present=present)


def sections_in_line(parts: Sequence[NavItem], present: str) -> Markup:
    """A network's sections in the frame's line."""
    return _drawn("components/_sections.html", tuple(parts), present)


def sections_listed(parts: Sequence[NavItem], present: str) -> Markup:
    """The same in the sheet that holds what a phone's line has no room for."""
    return _drawn("components/_sections_listed.html", tuple(parts), present)


def init_app(app: Flask) -> None:
    def fixed(name: str) -> Markup:
        """A template that knows nothing of the request."""
        return Markup(app.jinja_env.get_template(name).render())  # noqa: S704 -- a template

    app.add_template_global(fixed if app.debug else kept_by_language(None)(fixed), "fixed")
    for function in (here, present_of, deeper_than, sections_in_line, sections_listed):
        app.add_template_global(function)
