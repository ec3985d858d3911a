"""Words in a text that stand for a row: people, roles, posts that are quoted, and what a network holds.

Stored are `@{12:3}` (person 12, as they are known in network 3), `@{team:3}` and `@{moderators:3}` (a role there), `@{p7}`
(who wrote post 7) and `#S215-T12`. Names change, may be withheld or gone, and titles are not for everybody: so the rendered
HTML holds the token, and whoever shows it puts in what stands behind it for its reader (app/web/page/naming.py). While one
writes, a token carries its name, `@{Ann Smith, 12:3}`: that is for the writer's eyes and is taken out before it is stored.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_REF = r"\d{1,9}:\d{1,9}|(?:team|moderators):\d{1,9}|p\d{1,9}"
_MENTION = re.compile(rf"@\{{(?:[^{{}}\n]{{0,200}}, )?({_REF})\}}")
_LINK = re.compile(r"#([A-Za-z][A-Za-z0-9-]{0,39}-[A-Z]{1,8}[0-9]{1,9})(?![A-Za-z0-9_-])")
#: A token in rendered HTML, and one in words that were taken from it.
IN_HTML = re.compile(r'<span data-named="([^"]+)">[^<]*</span>')
IN_WORDS = re.compile(rf"@\{{({_REF})\}}")
#: Either, and a link, in words that leave the house: there a link stands as the title that it leads to.
LEAVING = re.compile(rf"@\{{(?P<who>{_REF})\}}|(?<![A-Za-z0-9&/]){_LINK.pattern}")
_ATTRIBUTE = re.compile(rf"@(?:{_REF})|{_LINK.pattern}")

#: What stands for somebody where nothing puts in their name, or this reader may not have it.
SOMEBODY = "@member"
SOME_POST = "Quoted:"


def without_names(source: str) -> str:
    """The text as it is stored: tokens without the names that a writer sees in them."""
    return _MENTION.sub(r"@{\1}", source) if "@{" in source else source


def as_words(html: str) -> str:
    """Tokens of rendered HTML as they stand in words."""
    return IN_HTML.sub(_in_words, html) if "data-named" in html else html


def _in_words(found: re.Match[str]) -> str:
    return f"@{{{found[1][1:]}}}" if found[1][0] == "@" else found[1]


def is_token(value: str) -> bool:
    """Whether the attribute of an element is one that a token has."""
    return _ATTRIBUTE.fullmatch(value) is not None


def install(md: MarkdownIt) -> None:
    """Teach the parser tokens."""
    md.inline.ruler.before("escape", "token_of_somebody", _somebody)
    md.inline.ruler.before("escape", "token_of_something", _something)
    for mark in "@#":
        md.inline.add_terminator_char(mark)
    md.add_render_rule("named", _show)


def _somebody(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "@" else None
    return found is not None and _push(state, found, f"@{found[1]}", silent=silent)


def _something(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "#" or state.src[state.pos - 1 : state.pos].isalnum():
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    return found is not None and _push(state, found, f"#{found[1]}", silent=silent)


def _push(state: StateInline, found: re.Match[str], ref: str, *, silent: bool) -> bool:
    if not silent:
        state.push("named", "span", 0).content = ref
    state.pos = found.end()
    return True


def _show(_renderer: RendererHTML, tokens: list[Token], at: int, _options: object, _env: object) -> str:
    ref = tokens[at].content
    words = ref if ref[0] == "#" else SOME_POST if ref[1] == "p" else SOMEBODY
    return f'<span data-named="{ref}">{escapeHtml(words)}</span>'
