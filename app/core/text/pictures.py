"""Pictures and files in Markdown: `[picture k3f5x2ab]` and `[file k3f5x2ab]`, which become what their words may show.

Which there are is given to `markdown.render`: those that belong to this very text. Any other token says that it is not
here, so that nobody shows a picture by writing down its name. A picture on a line of its own becomes a figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

TOKEN = "[a-z2-7]{8}"  # noqa: S105 -- how one looks
_NAMED = re.compile(rf"\[(picture|file) ({TOKEN})\]")
_ADDRESS = rf"/networks/[a-z0-9-]+/files/{TOKEN}"
ADDRESS = re.compile(_ADDRESS)
SRCSET = re.compile(rf"{_ADDRESS}/small \d+w, {_ADDRESS} \d+w")
SIZES = "(max-width: 44rem) 100vw, 40rem"
_NOT_HERE = {"picture": "(a picture that is not here)", "file": "(a file that is not here)"}
_BREAKS = frozenset({"softbreak", "hardbreak"})


class ShownPicture(NamedTuple):
    """What a text shows of a picture, or of a document: then `name` is what it is called, and `note` of what kind it is."""

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0
    small_width: int = 0
    name: str = ""
    note: str = ""


Shown = Mapping[str, ShownPicture]


def tokens_in(text: str) -> list[str]:
    """The tokens that stand in a text, each once, in order."""
    return list(dict.fromkeys(found[2] for found in _NAMED.finditer(text)))


def in_words(text: str) -> str:
    """The text as it reads where no picture and no file of it is shown: quoted elsewhere, in a table, in a letter."""
    return _NAMED.sub(r"(\1)", text) if "[picture " in text or "[file " in text else text


def install(md: MarkdownIt) -> None:
    """Teach the parser pictures and files. Which there are stands in its environment under "pictures"."""
    md.inline.ruler.before("link", "picture", _named)
    md.core.ruler.after("inline", "own_line_pictures", _own_lines)
    md.add_render_rule("picture", _show_in_line)
    md.add_render_rule("figure", _show_figure)


def _named(state: StateInline, silent: bool) -> bool:
    found = _NAMED.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found is None:
        return False
    if not silent:
        kind, name = found.groups()
        shown: ShownPicture | None = state.env.get("pictures", {}).get(name)
        if shown is None or bool(shown.name) != (kind == "file"):
            state.push("text", "", 0).content = _NOT_HERE[kind]
        else:
            state.push("picture", "", 0).meta = {"shown": shown}
    state.pos = found.end()
    return True


def _own_lines(state: StateCore) -> None:
    """Split a paragraph around the lines that are a picture and nothing else."""
    made: list[Token] = []
    at = 0
    while at < len(state.tokens):
        token = state.tokens[at]
        inline = state.tokens[at + 1] if token.type == "paragraph_open" else None
        if inline is None or not any(_is_figure(line) for line in _lines(inline.children or [])):
            made.append(token)
            at += 1
            continue
        made += _split(token, inline, state.tokens[at + 2])
        at += 3
    state.tokens = made


def _split(opening: Token, inline: Token, closing: Token) -> list[Token]:
    made: list[Token] = []
    words: list[list[Token]] = []

    def end_words() -> None:
        if any(child.content.strip() or child.type != "text" for line in words for child in line):
            between: list[Token] = []
            for line in words:
                between += [Token("softbreak", "br", 0), *line] if between else line
            made.extend([opening, inline.copy(children=between), closing])
        words.clear()

    for line in _lines(inline.children or []):
        if _is_figure(line):
            end_words()
            picture = next(child for child in line if child.type == "picture")
            made.append(Token("figure", "figure", 0, meta=picture.meta, block=True, level=opening.level))
        else:
            words.append(line)
    end_words()
    return made


def _lines(children: list[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in _BREAKS and child.level == 0:
            lines.append([])
        else:
            lines[-1].append(child)
    return lines


def _is_figure(line: list[Token]) -> bool:
    said = [child for child in line if child.type != "text" or child.content.strip()]
    return len(said) == 1 and said[0].type == "picture" and said[0].level == 0 and not _shown(said[0]).name


def _shown(token: Token) -> ShownPicture:
    shown: ShownPicture = token.meta["shown"]
    return shown


def _show_figure(_self: RendererHTML, tokens: list[Token], at: int, *_rest: Any) -> str:
    return f'<figure class="picture">{_html(_shown(tokens[at]))}</figure>\n'


def _show_in_line(_self: RendererHTML, tokens: list[Token], at: int, *_rest: Any) -> str:
    return _html(_shown(tokens[at]))


def _html(shown: ShownPicture) -> str:
    if shown.name:
        return f'<a href="{shown.address}">{escapeHtml(shown.name)}</a> ({escapeHtml(shown.note)})'
    several = ""
    if shown.small_width:
        several = (
            f' srcset="{shown.address}/small {shown.small_width}w, {shown.address} {shown.width}w" sizes="{SIZES}"'
        )
    return (
        f'<a href="{shown.address}"><img src="{shown.address}"{several} alt="{escapeHtml(shown.alt)}" '
        f'width="{shown.width}" height="{shown.height}" loading="lazy" decoding="async"></a>'
    )


def allowed(tag: str, name: str, value: str) -> bool:
    """What of a picture passes the allow-list: addresses of this site's files and nothing else."""
    if tag == "figure":
        return name == "class" and value == "picture"
    if name == "src":
        return ADDRESS.fullmatch(value) is not None
    if name == "srcset":
        return SRCSET.fullmatch(value) is not None
    if name in {"width", "height"}:
        return value.isascii() and value.isdigit()
    known = {"sizes": SIZES, "loading": "lazy", "decoding": "async"}
    return name == "alt" or known.get(name) == value
