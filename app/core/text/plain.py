"""A rendered text as plain words: what a letter says to whoever reads no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.core.text.blocks import Node, blocks


def as_plain(html: str, address: str) -> str:
    """Safe HTML as lines of text. A link is followed by where it leads; a quotation is marked as in mail."""
    return "\n\n".join(_blocks(blocks(html, address)))


def _blocks(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        said = "\n".join(_block(node))
        if said.strip():
            yield said


def _block(node: Node) -> Iterator[str]:
    tag = node["tag"]
    if tag in {"p", "heading"}:
        yield _inline(node["inside"])
    elif tag == "pre":
        yield node["text"]
    elif tag == "hr":
        yield "-" * 20
    elif tag == "blockquote":
        yield _before("> ", "\n\n".join(_blocks(node["blocks"])))
    elif tag in {"ul", "ol"}:
        for at, item in enumerate(node["items"], node["start"]):
            mark = f"{at}. " if tag == "ol" else "- "
            said = "\n".join(_blocks(item))
            yield mark + said.replace("\n", "\n" + " " * len(mark))
    elif tag == "table":
        yield " | ".join(_inline(cell) for cell in node["head"])
        for row in node["rows"]:
            yield " | ".join(_inline(cell["inside"]) for cell in row)


def _before(mark: str, text: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def _inline(nodes: Iterable[Any]) -> str:
    return "".join(node if isinstance(node, str) else _piece(node) for node in nodes)


def _piece(node: Node) -> str:
    if node["tag"] == "br":
        return "\n"
    if "text" in node:
        return str(node["text"])
    words = _inline(node["inside"])
    href = node.get("href", "")
    return f"{words} ({href})" if href and href.removeprefix("mailto:") != words else words
