"""Markdown in, safe HTML out. The only caller of bleach.

Raw HTML is switched off in the parser, so what a person types as a tag is shown as text; the result
then passes an allow-list all the same. Mathematics `\\(…\\)`, `\\[…\\]`, `$…$` and `$$…$$` (chemistry by
`\\ce{…}` inside) is kept as TeX in an element that the browser's KaTeX renders.
"""

from __future__ import annotations

import re
from functools import cache
from threading import local

import bleach
import markdown
from bleach.css_sanitizer import CSSSanitizer
from markdown.extensions import Extension
from markupsafe import Markup

#: Stored beside rendered HTML; a higher number means "render again".
RENDERER = 1

LONGEST = 100_000

_TAGS = frozenset(
    "a abbr blockquote br code dd del div dl dt em h2 h3 h4 h5 hr li ol p pre span strong sub sup "
    "table tbody td th thead tr ul".split()
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_threads = local()


class _NoRawHtml(Extension):
    """What looks like HTML in the source is text."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 -- the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")


def _allow(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name == "href" or (name == "title")
    if tag in {"span", "div"}:
        return name == "class" and value == "arithmatex"
    if tag in {"td", "th"}:
        return name == "align" and value in {"left", "right", "center"}
    if tag == "ol":
        return name == "start" and value.isdigit()
    return tag == "abbr" and name == "title"


def _parser() -> markdown.Markdown:
    # A Markdown object keeps state between calls, so each thread has its own.
    if not hasattr(_threads, "parser"):
        _threads.parser = markdown.Markdown(
            extensions=["tables", "sane_lists", "nl2br", "pymdownx.arithmatex", "pymdownx.tilde", _NoRawHtml()],
            extension_configs={"pymdownx.arithmatex": {"generic": True}, "pymdownx.tilde": {"subscript": False}},
            output_format="html",
        )
    return _threads.parser  # type: ignore[no-any-return]


@cache
def _cleaner_settings() -> dict[str, object]:
    return {
        "tags": _TAGS,
        "attributes": _allow,
        "protocols": _SCHEMES,
        "strip": True,
        "css_sanitizer": CSSSanitizer(allowed_css_properties=[]),
    }


def render(source: str) -> str:
    """Safe HTML for `source`. Never fails: what the parser cannot take is shown as plain text."""
    try:
        html = _parser().reset().convert(_lower_headings(source))
    except (RecursionError, ValueError):
        html = f"<p>{bleach.clean(source, tags=set())}</p>"
    clean = bleach.clean(html, **_cleaner_settings())  # type: ignore[arg-type]
    return clean.replace("<a ", '<a rel="nofollow noopener" ')


def markup(html: str) -> Markup:
    """Stored HTML of this module, marked safe for a template."""
    return Markup(html)  # noqa: S704 -- it came out of render()


_HEADING = re.compile(r"^(#{1,5})(?=\s)", re.MULTILINE)


def _lower_headings(source: str) -> str:
    # The page has the one h1; a person's "# Heading" becomes an h2.
    return _HEADING.sub(lambda found: "#" * min(len(found[1]) + 1, 5), source)


_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def plain(html: str, most: int | None = None) -> str:
    """The words of stored HTML without tags, for search, excerpts and plain mail."""
    text = Markup(_SPACE.sub(" ", _TAG.sub(" ", html))).unescape().strip()  # noqa: S704 -- unescaped to text
    if most is None or len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
