"""What tokens in texts stand for, put in for the reader of a page: names and titles as they are now (decision 0028).

Stored HTML and what is kept of pages hold tokens alone (app/core/text/tokens.py). A feature says how its things are called;
at the edge every token of an answer is asked for, in one query for each kind, and a page without any asks nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from flask import Flask, Response
from markupsafe import Markup, escape

from app.core.actor import Actor
from app.core.text import tokens
from app.web.actor import actor


class NamedThing(NamedTuple):
    """What a token stands for, for one reader."""

    title: str
    #: Where it leads; "" for people.
    url: str = ""
    #: What kind of thing it is, and how it stands: "topic 12, prioritised".
    note: str = ""
    #: The reader is meant.
    own: bool = False


class Offered(NamedTuple):
    """What can be chosen after @ or #: the words for the box, and what the list says. Slot `networks.names`."""

    value: str
    title: str
    note: str = ""


#: Tokens of a kind → those that this reader may know.
Namer = Callable[[Collection[str], Actor], Mapping[str, NamedThing]]
_namers: dict[str, Namer] = {}
_IN_PAGE = re.compile(f"(?P<box><textarea[^>]*>)(?P<typed>[^<]*)|{tokens.IN_HTML.pattern}|{tokens.IN_WORDS.pattern}")


def name_by(namer: Namer, *kinds: str) -> None:
    """This names tokens of these kinds: `person`, `role`, `post`, or the letters of a link."""
    for kind in kinds:
        _namers[kind] = namer


def resolved(html: str, seen_by: Actor) -> Markup:
    """The HTML of a page with every token replaced by what it stands for, as far as this reader may know it."""
    if not _holds_tokens(html):
        return Markup(html)  # noqa: S704 -- as it was
    named = _named(_refs(html), seen_by)
    return Markup(_IN_PAGE.sub(lambda found: _replaced(found, named), html))  # noqa: S704 -- what is put in is escaped


def in_words(text: str, seen_by: Actor) -> str:
    """The same for plain words, which stay plain: an excerpt, a letter."""
    if "@{" not in text:
        return text
    named = _named({f"@{ref}" for ref in tokens.IN_WORDS.findall(text)}, seen_by)
    return tokens.IN_WORDS.sub(lambda found: _words(f"@{found[1]}", named), text)


def init_app(app: Flask) -> None:
    @app.after_request
    def _name(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough and not response.is_streamed:
            data = response.get_data()
            if b"data-named" in data or b"@{" in data:
                response.set_data(resolved(data.decode(), actor()))
        return response


def _holds_tokens(html: str) -> bool:
    return "data-named" in html or "@{" in html


def _refs(html: str) -> set[str]:
    return {*tokens.IN_HTML.findall(html)} | {f"@{ref}" for ref in tokens.IN_WORDS.findall(html)}


def _named(refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        kinds[_kind_of(ref)].append(ref)
    return {
        ref: named
        for kind, asked in sorted(kinds.items())
        if kind in _namers
        for ref, named in _namers[kind](sorted(asked), seen_by).items()
    }


def _kind_of(ref: str) -> str:
    if ref[0] == "#":
        return ref.rpartition("-")[2].rstrip("0123456789")
    return "person" if ref[1].isdigit() else "post" if ref[1] == "p" and ref[2].isdigit() else "role"


def _replaced(found: re.Match[str], named: Mapping[str, NamedThing]) -> str:
    if found["box"]:
        typed = tokens.IN_WORDS.sub(lambda each: _typed(each[1], named), found["typed"])
        return found["box"] + typed
    ref = found[3]
    if ref is None:
        return str(escape(_words(f"@{found[4]}", named)))
    return str(_linked(ref, named[ref])) if ref in named else _fallback(found)


def _fallback(found: re.Match[str]) -> str:
    return found[0].partition(">")[2].removesuffix("</span>")


def _typed(ref: str, named: Mapping[str, NamedThing]) -> str:
    """In a text box: with the name, so that the writer knows whom they name."""
    known = named.get(f"@{ref}")
    name = re.sub(r"[{}\n]", "", known.title)[:200] if known else ""
    return f"@{{{escape(name)}, {ref}}}" if name else f"@{{{ref}}}"


def _words(ref: str, named: Mapping[str, NamedThing]) -> str:
    known = named.get(ref)
    if known is None:
        return tokens.SOME_POST if ref[1:2] == "p" else tokens.SOMEBODY
    return f"{known.title}:" if known.url else f"@{known.title}"


def _linked(ref: str, known: NamedThing) -> Markup:
    if ref[0] == "#":
        link = Markup('<a class="named" href="{}"><bdi>{}</bdi></a>').format(known.url, known.title)
        return link + Markup(' <span class="named-note">({})</span>').format(known.note) if known.note else link
    if known.url:
        return Markup('<a class="quoted-from" href="{}"><bdi>{}</bdi>{}</a>').format(known.url, known.title, known.note)
    meant = " mention--own" if known.own else ""
    return Markup('<b class="mention{}">@<bdi>{}</bdi></b>').format(meant, known.title)
