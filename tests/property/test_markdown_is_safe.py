"""Whatever is typed: no script, no handler, no dangerous link; and the sanitiser finds nothing left to do."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text.markdown import plain, render, sanitise

HARMLESS = {"class", "href", "title", "rel", "align", "start"}
ALLOWED = {
    "a",
    "br",
    "code",
    "del",
    "em",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "blockquote",
    "div",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "ul",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "abbr",
    "html",
    "head",
    "body",
}

pieces = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=1>",
        "<svg/onload=1>",
        "[a](",
        "javascript:x",
        "data:x",
        ")",
        "](",
        "![",
        "<",
        ">",
        '"',
        "'",
        "`",
        "```\n",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\ce{",
        "}",
        "*",
        "**",
        "_",
        "~~",
        "~",
        "^",
        "|",
        "|-|\n",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "&",
        "&lt;",
        "&#106;",
        "&#x3c;",
        "\\",
        "http://a.b",
        "https://x",
        "mailto:a@b.c",
        "<http://",
        " ",
        "a",
        "0",
        "\t",
        "\0",
        "é",
        '<a href="javascript:1">',
    ]
)
typed = st.lists(pieces, max_size=30).map("".join) | st.text(max_size=200)


@given(typed)
@settings(max_examples=400, deadline=None)
def test_nothing_dangerous_comes_out(source: str) -> None:
    root = html5lib.parseFragment(render(source), namespaceHTMLElements=False)
    for element in root.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert isinstance(element.tag, str), "a comment came through"
        assert element.tag in ALLOWED
        harmless(element)


def harmless(element: ET.Element) -> None:
    assert set(element.attrib) <= HARMLESS
    assert element.get("class", "arithmatex") == "arithmatex"
    # As a browser reads it: without line ends and tabs, from the first sign that is no space. What is no scheme's name
    # (RFC 3986, 3.1) before a colon is part of a relative address.
    read = re.sub("[\t\n\r]", "", element.get("href", "")).lstrip("".join(map(chr, range(33))))
    named = re.match("([A-Za-z][A-Za-z0-9+.-]*):", read)
    assert not named or named[1].lower() in {"http", "https", "mailto"}


@given(typed)
@settings(max_examples=300, deadline=None)
def test_sanitising_again_changes_nothing(source: str) -> None:
    html = render(source)
    assert sanitise(html) == html


@given(st.text(alphabet=st.characters(blacklist_categories=["C", "Z", "S", "P", "M"]), min_size=1, max_size=80))
@settings(max_examples=100, deadline=None)
def test_words_are_never_lost(words: str) -> None:
    assert plain(render(words)) == words
