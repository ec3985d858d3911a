"""Markdown in, safe HTML out. The only caller of bleach.

CommonMark with tables, strike-through, raised and lowered letters, bare addresses as links (see bare_links.py), and
mathematics (see mathematics.py). Raw HTML is switched off in the parser, so what a person types as a tag is shown as
text; the result then passes an allow-list all the same. The parser takes time in proportion to the text,
and a text that would keep it or bleach busy for seconds is shown as it was typed instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from threading import local

import bleach
from bleach.css_sanitizer import CSSSanitizer
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from app.core.language.kept import kept_by_language
from app.core.text import bare_links, markdown_tables, mathematics, pictures, tokens
from app.core.text.formula_words import in_words
from app.core.text.signs import is_unseen, tidied

#: Stored beside rendered HTML; a higher number means "render again".
RENDERER = 7

LONGEST = 100_000

#: Lists in quotations in lists …: beyond this depth the parser would drop what follows.
DEEPEST = 30
#: Above these a text is taken for a program's dump or an attack and is not interpreted.
MOST_MARKS = 30_000
MOST_ELEMENTS = 12_000

_INLINE = frozenset({"a", "abbr", "br", "code", "del", "em", "s", "span", "strong", "sub", "sup"})
_BLOCKS = frozenset({"blockquote", "div", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"})
_TABLES = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
_PICTURES = frozenset({"figure", "img"})
_SCHEMES = frozenset({"http", "https", "mailto"})
_MARKS = "[]*_~`<&|\\$^!"
#: What Markdown reads within a line, and what it reads at a line's beginning; and what stays whole: what mathematics.py
#: takes for TeX, and addresses.
_SIGNS = re.compile(r"[\\*_\]`<>&|]|~(?=~)")
_BEGINNING = re.compile(r"^(\s*\d*)([#+\-=.)])")
_WHOLE = re.compile(
    r"\\\(.{1,5000}?\\\)|\\\[.{1,5000}?\\\]|\$(?=\S)[^$]{1,5000}(?<=[^\s\\])\$(?!\d)|\\(?:ce|pu)\{[^{}]*\}|(?P<address>(?i:https?://))"
)
_threads = local()


def render(source: str, shown: pictures.Shown | None = None) -> str:
    """Safe HTML for `source`. Never fails: what cannot be interpreted is shown as it was typed.

    Headings begin at h3, under the page's own; images of other places become links. `shown`: the pictures and files that
    belong to this text, by their tokens (see pictures.py); no other is shown.
    """
    text = tidied(source)
    html = _interpreted(text, shown or {})
    # A lone mark, or a sign that nobody sees written as its entity, would leave an empty page.
    return _as_typed(text) if html is None or _shows_nothing(html) else sanitise(html)


def literal(text: str) -> str:
    """Markdown that reads as exactly these words, line by line, with formulas as formulas: words that are quoted."""
    lines = ("".join(_kept(line)) for line in tidied(text).split("\n"))
    return "\n".join(_BEGINNING.sub(r"\1\\\2", line) for line in lines)


def _kept(line: str) -> Iterator[str]:
    done = at = 0
    last_bracket = line.rfind("[")
    while found := _WHOLE.search(line, at):
        at = found.end()
        whole = found[0]
        if found["address"]:
            end = bare_links.end_of_address(line, found.start())
            if end is None:
                continue  # it only begins like one
            at, whole = end, line[found.start() : end]
            # A bracket behind it becomes `&#91;`, which could read as more of the address.
            whole = f"<{whole}>" if at <= last_bracket else whole
        yield from (_escaped(line[done : found.start()]), whole)
        done = at
    yield _escaped(line[done:])


def _escaped(words: str) -> str:
    # A bracket behind a backslash would begin a formula.
    return _SIGNS.sub(r"\\\g<0>", words).replace("[", "&#91;")


def quotation(text: str) -> str:
    """A block quotation of exactly these words."""
    return "> " + literal(text).replace("\n", "\n> ")


def sanitise(html: str) -> str:
    """The allow-list: what `render` gives passes it unchanged."""
    clean = bleach.clean(html, **_cleaner_settings())  # type: ignore[arg-type]
    return clean.replace("<a ", '<a rel="nofollow noopener" ')


def _interpreted(source: str, shown: pictures.Shown) -> str | None:
    """The parser's HTML, or None if the text is too much for it or for the sanitiser."""
    if sum(map(source.count, _MARKS)) + 2 * source.count("[") > MOST_MARKS:
        return None
    parser = _parser()
    try:
        tokens = parser.parse(source, {"pictures": shown})
        if any(token.level >= DEEPEST - 2 for token in tokens):
            return None
        html: str = parser.renderer.render(tokens, parser.options, {})
    except (RecursionError, ValueError):
        return None
    return html if html.count("<") + html.count("&") <= MOST_ELEMENTS else None


def named_in(source: str) -> frozenset[str]:
    """The tokens of a text, `@12:3` and `#S215-T12`, without those in its quotations and its code."""
    if "@{" not in source and "#" not in source:
        return frozenset()
    found, quoted = set(), 0
    for block in _parser().parse(tidied(source), {}):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(block.type, 0)
        if not quoted:
            found |= {child.content for child in block.children or () if child.type == "named"}
    return frozenset(found)


def _as_typed(source: str) -> str:
    return "<p>{}</p>".format(escapeHtml(source).replace("\n", "<br>\n"))


def _shows_nothing(html: str) -> bool:
    return not _IS_SEEN.search(html) and is_unseen(plain(html))


#: What shows without a word.
_IS_SEEN = re.compile("<(?:hr|img|li|t[dh])[ >]")


def _parser() -> MarkdownIt:
    # The parser keeps no state between calls; one for each thread spares us asking whether its rules do.
    if not hasattr(_threads, "parser"):
        parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": DEEPEST})
        parser.enable(["table", "strikethrough"])
        # Indented text is a person's habit, not code; a line under a line is no heading; nothing vanishes.
        parser.disable(["code", "lheading", "reference", "html_block", "html_inline", "image"])
        parser.validateLink = _safe_link  # type: ignore[method-assign]
        mathematics.install(parser)
        bare_links.install(parser)
        markdown_tables.install(parser)
        pictures.install(parser)
        tokens.install(parser)
        parser.core.ruler.after("inline", "lower_headings", _lower_headings)
        parser.core.ruler.after("inline", "show_all", _show_all)
        _threads.parser = parser
    return _threads.parser  # type: ignore[no-any-return]


_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


def _safe_link(url: str) -> bool:
    found = _SCHEME.match(url.strip())
    return found is None or found[0][:-1].lower() in _SCHEMES


def _lower_headings(state: StateCore) -> None:
    # The page has its own h1 and h2; levels that a person skipped are closed up, as screen readers expect.
    used = sorted({token.tag for token in state.tokens if token.type == "heading_open"})
    place = {tag: f"h{min(3 + rank, 6)}" for rank, tag in enumerate(used)}
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = place[token.tag]


def _show_all(state: StateCore) -> None:
    """What the parser would keep to itself: words after the backticks that open code, the address of a link without words."""
    for place, token in enumerate(state.tokens):
        if token.type == "heading_open" and not state.tokens[place + 1].content:
            state.tokens[place + 1].children = [Token("text", "", 0, content=token.markup)]
        # One word there names a language.
        if token.type == "fence" and len(token.info.split()) > 1:
            token.content = f"{token.info.strip()}\n{token.content}"
        for at, child in reversed(list(enumerate(token.children or ()))):
            if child.type == "link_close" and token.children and token.children[at - 1].type == "link_open":
                address = Token("text", "", 0, content=str(token.children[at - 1].attrs["href"]))
                token.children.insert(at, address)


def _allow(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name in {"href", "title"}
    if tag in _PICTURES:
        return pictures.allowed(tag, name, value)
    if tag in {"span", "div"}:
        return (name == "class" and value == "arithmatex") or (name == "data-named" and tokens.is_token(value))
    if tag in {"td", "th"}:
        return name == "align" and value in {"left", "right", "center"}
    if tag == "ol":
        return name == "start" and value.isdigit()
    return tag == "abbr" and name == "title"


@cache
def _cleaner_settings() -> dict[str, object]:
    return {
        "tags": _INLINE | _BLOCKS | _TABLES | _PICTURES,
        "attributes": _allow,
        "protocols": _SCHEMES,
        "strip": True,
        "css_sanitizer": CSSSanitizer(allowed_css_properties=[]),
    }


_BLOCK_TAG = re.compile(r"<(/?)(blockquote|div|h[3-6]|ol|p|pre|table|ul)\b")


def markup(html: str) -> Markup:
    """Stored HTML of this module, marked safe for a template. Each block stands as its own first letters are read.

    What lies within a block follows it: an element that is asked by itself is passed over when the one around it is asked.
    """
    return html if isinstance(html, Markup) else Markup(_each_way(html))  # noqa: S704 -- it came out of render()


def _each_way(html: str) -> str:
    depth = 0

    def directed(tag: re.Match[str]) -> str:
        nonlocal depth
        outermost = depth == 0
        depth += -1 if tag[1] else 1
        return f'{tag[0]} dir="auto"' if outermost and not tag[1] else tag[0]

    return _BLOCK_TAG.sub(directed, html)


_TAG = re.compile(r"<[^>]+>")


#: Tags inside a word or a sentence: without them the letters belong together, as in H2O.
_WITHIN_WORDS = re.compile(r"</?(?:a|abbr|code|del|em|span|strong|sub|sup)\b[^>]*>")


#: What stands for a picture where there are only words.
_SHOWS = re.compile('<img [^>]*?alt="([^"]*)"[^>]*>')


def plain(html: str, most: int | None = None) -> str:
    """The words of stored HTML without tags; formulas as they were typed, and of a picture what it shows."""
    if "<img " in html:
        html = _SHOWS.sub(r" \1 ", html)
    text = _TAG.sub(" ", _WITHIN_WORDS.sub("", tokens.as_words(html)))
    return _shortened(Markup(" ".join(text.split())).unescape().strip(), most)  # noqa: S704 -- unescaped to text


def brief(html: str, most: int | None = None) -> str:
    """The same for a line that nothing sets formulas in: in a list, a notice, what search shows."""
    return _shortened(in_words(plain(html)), most)


@kept_by_language(4096)
def opening(html: str, most: int = 140) -> str:
    """The first words of stored HTML that may be cut within a tag, for a line of a list: kept, since a list has many."""
    return brief(html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html, most)


def _shortened(text: str, most: int | None) -> str:
    if most is None or len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
