"""A document as a PDF: A4, tagged, with an outline, page numbers and its own fonts. Markdown's HTML goes in.

The typesetter runs in a process of its own with bounded time and memory. What people wrote goes to it as data: it is
never read as an instruction. A formula stands as the source it was typed as.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

#: Seconds. A write-up of a thousand cards takes two.
PATIENCE = 40
#: Documents kept, some 100 kB each: those who had the letter ask for the same one.
KEPT = 8
#: A longer address is set as plain words.
LONGEST_ADDRESS = 2_000

_CHILD = Path(__file__).with_name("_typesetter.py")
_INLINE = frozenset({"a", "abbr", "br", "code", "del", "em", "s", "span", "strong", "sub", "sup"})
_HEADINGS = {"h3": 2, "h4": 3, "h5": 4, "h6": 5}
_EMPTY = frozenset({"br", "hr"})

Node = dict[str, Any]


class PaperFailed(Exception):
    """The typesetter did not manage it, or took too long. The message is its own, for the log."""


@dataclass(frozen=True)
class Section:
    """A part of a document under its own heading. `html` is what core.markdown gave; `note` stands small below it."""

    title: str
    html: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is set. `address` is the page's own, to which links are relative; `running` stands at the foot of a page."""

    title: str
    kicker: str
    author: str
    running: str
    address: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


@lru_cache(maxsize=KEPT)
def as_pdf(paper: Paper) -> bytes:
    """The document; PaperFailed if it cannot be set within the time. Set once in a process for the same words."""
    given = json.dumps(
        {
            "title": paper.title,
            "author": paper.author,
            "kicker": paper.kicker,
            "running": paper.running,
            "facts": [[fact] for fact in paper.facts],
            "body": [block for section in paper.sections for block in _section(section, paper.address)],
        }
    )
    # -I: nothing of the caller's environment or folder reaches the child; one thread leaves the others their cores.
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, and no word of a person's in the command
            command,
            input=given.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env={"RAYON_NUM_THREADS": "1", "PATH": os.defpath},
        )
    except subprocess.CalledProcessError as fault:
        raise PaperFailed(fault.stderr.decode("utf-8", "replace")[-500:]) from fault
    except (subprocess.TimeoutExpired, OSError) as fault:
        raise PaperFailed(str(fault)) from fault
    return done.stdout


def _section(section: Section, address: str) -> Iterator[Node]:
    yield {"tag": "heading", "level": 1, "inside": [section.title]}
    level = 1
    for block in blocks(section.html, address):
        if block["tag"] == "heading":
            # A reader of tagged documents goes down the levels one by one.
            level = block["level"] = min(block["level"], level + 1)
        yield block
    if section.note:
        yield {"tag": "p", "inside": [{"tag": "em", "inside": [section.note]}]}


def blocks(html: str, address: str = "") -> list[Node]:
    """The blocks of safe HTML, as the typesetter reads them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_blocks(reader.root.inside, address))


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[_Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def is_formula(self) -> bool:
        return "arithmatex" in self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    """HTML as a tree. What bleach gives is well-formed; anything else closes what it can."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(made)
        if tag not in _EMPTY:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def _blocks(nodes: Iterable[_Element | str], address: str) -> Iterator[Node]:
    """Blocks in order; words that stand between them become paragraphs."""
    loose: list[_Element | str] = []
    for node in nodes:
        if isinstance(node, str) or (node.tag in _INLINE):
            loose.append(node)
            continue
        yield from _paragraph(loose, address)
        loose = []
        yield from _block(node, address)
    yield from _paragraph(loose, address)


def _paragraph(nodes: list[_Element | str], address: str) -> Iterator[Node]:
    if any(not isinstance(node, str) or node.strip() for node in nodes):
        yield {"tag": "p", "inside": _inline(nodes, address)}


def _block(node: _Element, address: str) -> Iterator[Node]:
    if node.tag == "p":
        yield from _paragraph(node.inside, address)
    elif node.tag in _HEADINGS:
        if node.text.strip():
            yield {"tag": "heading", "level": _HEADINGS[node.tag], "inside": _inline(node.inside, address)}
    elif node.tag == "pre" or node.is_formula:
        yield {"tag": "pre", "text": node.text.strip("\n")}
    elif node.tag == "hr":
        yield {"tag": "hr"}
    elif node.tag == "blockquote":
        yield {"tag": "blockquote", "blocks": list(_blocks(node.inside, address))}
    elif node.tag in {"ul", "ol"}:
        items = [list(_blocks(each.inside, address)) for each in _named(node, "li")]
        start = node.attributes.get("start", "1")
        yield {"tag": node.tag, "start": int(start) if start.isascii() and start.isdigit() else 1, "items": items}
    elif node.tag == "table":
        yield from _table(node, address)
    else:
        yield from _blocks(node.inside, address)


def _table(node: _Element, address: str) -> Iterator[Node]:
    rows = [[_inline(cell.inside, address) for cell in _named(row, "th", "td")] for row in _named(node, "tr")]
    columns = max((len(row) for row in rows), default=0)
    if columns:
        full = [[*row, *([[]] * (columns - len(row)))] for row in rows]
        body = [[{"inside": cell} for cell in row] for row in full[1:]]
        yield {"tag": "table", "columns": columns, "head": full[0], "rows": body}


def _named(node: _Element, *tags: str) -> Iterator[_Element]:
    """The elements of these names inside, without going into one that was found."""
    for each in node.inside:
        if isinstance(each, _Element):
            if each.tag in tags:
                yield each
            else:
                yield from _named(each, *tags)


def _inline(nodes: Iterable[_Element | str], address: str) -> list[Node | str]:
    # The end of a line after a <br> says nothing more than the <br> does.
    plain: list[_Element | str] = []
    for node in nodes:
        follows_break = bool(plain) and isinstance(plain[-1], _Element) and plain[-1].tag == "br"
        plain.append(node.lstrip("\n") if follows_break and isinstance(node, str) else node)
    return [node.replace("\n", " ") if isinstance(node, str) else _piece(node, address) for node in plain]


def _piece(node: _Element, address: str) -> Node:
    if node.tag == "code" or node.is_formula:
        return {"tag": "code", "text": node.text}
    made: Node = {"tag": node.tag, "inside": _inline(node.inside, address)}
    if node.tag == "a":
        href = urljoin(address, node.attributes.get("href", ""))
        if href and len(href) <= LONGEST_ADDRESS and node.text.strip():
            return {**made, "href": href}
        return {**made, "tag": "span"}
    return made
