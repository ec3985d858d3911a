"""Safe HTML as a tree of blocks: paragraphs, headings, lists, tables and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

#: A longer address is set as plain words.
LONGEST_ADDRESS = 2_000

_INLINE = frozenset({"a", "abbr", "br", "code", "del", "em", "s", "span", "strong", "sub", "sup"})
_HEADINGS = {"h3": 2, "h4": 3, "h5": 4, "h6": 5}
_EMPTY = frozenset({"br", "hr"})

Node = dict[str, Any]


def blocks(html: str, address: str = "") -> list[Node]:
    """The blocks of safe HTML in order. A link that is relative leads from `address` on."""
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
        if tag == "img":
            # Where there are only words, what the picture shows; the link around it leads to it.
            self._open[-1].inside.append(f"[picture: {made.attributes.get('alt', '')}]")
            return
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
