"""The frame's line and the bar at the foot of a phone. Most pages of a person show those that the page before showed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.core.site.in_force import known
from app.web.actor import actor
from app.web.page.fragments import fragment, kept
from app.web.page.frame import here
from app.web.page.panels import HeaderCount, NavItem, collect

#: Stands in what is kept for the token of the form that signs out.
TOKEN = "the-token-of-this-request"  # noqa: S105 -- a place for one


class Place(NamedTuple):
    """The network that a page lies in, as the frame names it."""

    code: str
    title: str
    address: str
    #: One of its members reads, who can search it.
    member: bool


class Ways(NamedTuple):
    """What the frame offers this reader on this page; the same values give the same line."""

    site: str
    reader: str | None
    place: Place | None
    networks: tuple[NavItem, ...]
    links: tuple[NavItem, ...]
    counts: tuple[HeaderCount, ...]
    parts: tuple[NavItem, ...]
    #: The address of the section that the page lies in, and of the link that leads to the page.
    present: str
    current: str
    #: The page has a field for search of its own.
    searches: bool
    writes_at: str

    @property
    def new(self) -> int:
        return sum(each.new for each in self.networks)


def ways_of_frame(
    network: Any,
    root: str,
    within: str,
    *,
    networks: Sequence[NavItem],
    parts: Sequence[NavItem],
    present: str,
    searches: bool,
    writes_at: str | None,
) -> Ways:
    """Everything that the line and the bar say, gathered once."""
    reader = actor()
    place = None
    if network:
        member = bool(reader.roles_in(network.id))
        place = Place(network.module.code, network.module.title, root, member)
    links = tuple(collect("frame.links", actor=reader)) if reader.signed_in else ()
    counts = tuple(collect("header.counts", actor=reader)) if reader.signed_in else ()
    addresses = [root, "/home", *(each.url for each in (*networks, *links, *counts))]
    return Ways(
        site=known().name,
        reader=reader.name if reader.signed_in else None,
        place=place,
        networks=tuple(networks),
        links=links,
        counts=counts,
        parts=tuple(parts),
        present=present,
        current=next((each for each in addresses if here(each, root, within)), ""),
        searches=searches,
        writes_at=writes_at or (f"{root}/write" if place else "/write"),
    )


def masthead(found: Ways) -> Markup:
    """The line at the head of the page."""
    account = collect("frame.account" if found.reader is not None else "frame.public", actor=actor())
    drawn = _line(found._replace(writes_at=""), tuple(account))
    if found.reader is None:
        return drawn
    return Markup(drawn.replace(TOKEN, generate_csrf()))  # noqa: S704 -- our own fragment and token


@kept
def _line(found: Ways, account: tuple[NavItem, ...]) -> Markup:
    return fragment("components/_masthead.html", found=found, account=account, token=TOKEN)


@kept
def bottom_bar(found: Ways) -> Markup:
    """The bar at the thumb."""
    return fragment("components/_bottom_bar.html", found=found)


def init_app(app: Flask) -> None:
    for function in (ways_of_frame, masthead, bottom_bar):
        app.add_template_global(function)
