"""What tokens in texts stand for, put in for the reader of a page: names and titles as they are now (decision 0028).

Stored HTML and what is kept of pages hold tokens alone (app/core/text/tokens.py). A feature says how its things are called;
at the edge every token of an answer is asked for, in one query for each kind, and a page without any asks nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from flask import Flask, Response
from markupsafe import Markup, escape

from app.core.actor import Actor
from app.core.documents.spreadsheet import as_csv
from app.core.text import pictures, tokens
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


def spelled_out(text: str, seen_by: Actor, write: Callable[[str], str] = str) -> str:
    """Plain words that leave the house, with every token as what it stands for: in a letter, a table, a copy, for a program.
    `write` is how a name stands among them.
    """
    [said] = all_spelled_out([text], seen_by, write)
    return said


def all_spelled_out(texts: Iterable[str], seen_by: Actor, write: Callable[[str], str] = str) -> list[str]:
    """The same of many texts, in one query for each kind."""
    texts = [pictures.in_words(text) for text in texts]
    refs = {_ref(found) for text in texts for found in tokens.LEAVING.finditer(text)}
    if not refs:
        return texts
    named = _named(refs, seen_by)
    return [tokens.LEAVING.sub(lambda found: write(_spelled(_ref(found), named)), text) for text in texts]


def leaves_tokens(text: str) -> bool:
    """Whether anything is left in it to spell out."""
    return "data-named" in text or tokens.LEAVING.search(text) is not None or pictures.in_words(text) != text


def _ref(found: re.Match[str]) -> str:
    return f"@{found['who']}" if found["who"] else found[0]


def _spelled(ref: str, named: Mapping[str, NamedThing]) -> str:
    if ref[0] == "@":
        return _words(ref, named)
    known = named.get(ref)
    return f"{known.title} ({known.note})" if known and known.note else known.title if known else ref


def words_of_html(html: str, seen_by: Actor) -> str:
    """The same of HTML where its links would lead nowhere, such as in a letter."""
    return spelled_out(tokens.as_words(html), seen_by, escape)


def _in_table(data: str) -> str:
    head, *rows = csv.reader(io.StringIO(data.removeprefix("\ufeff")))
    said = iter(all_spelled_out((cell for row in rows for cell in row), actor()))
    return as_csv(head, [list(islice(said, len(row))) for row in rows])


def _for_programs(data: str) -> str:
    return spelled_out(data, actor(), lambda words: json.dumps(words, ensure_ascii=False)[1:-1])


#: What of the answers leaves the house as words, and how a name is put into it.
_LEAVES: Mapping[str, Callable[[str], str]] = {
    "text/csv": _in_table,
    "application/json": _for_programs,
    "text/calendar": lambda data: spelled_out(data, actor(), lambda words: re.sub(r"([\\;,])", r"\\\1", words)),
    "text/plain": lambda data: spelled_out(data, actor()),
}


def init_app(app: Flask) -> None:
    @app.after_request
    def _name(response: Response) -> Response:
        if response.direct_passthrough or response.is_streamed:
            return response
        if response.mimetype == "text/html":
            data = response.get_data()
            if b"data-named" in data or b"@{" in data:
                response.set_data(resolved(data.decode(), actor()))
        elif (write := _LEAVES.get(response.mimetype or "")) and leaves_tokens(text := response.get_data(as_text=True)):
            response.set_data(write(text))
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
