"""A bare address is a link to itself, whole, and the sentence around it keeps its signs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.text.bare_links import DEEPEST
from app.core.text.markdown import plain, quotation, render


def links(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', html)]


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/Mole_(unit)",
        "https://github.com/python/cpython/blob/main/Lib/email/__init__.py",
        "https://example.org/a*b*c/~tutor/~~x~~/2^3^",
        "https://example.org/?x=1&copy=2&amp=3",
        "https://example.org/$a$/b",
        "https://example.org/{id}/[0]/((a)(b))",
        "https://en.wikipedia.org/wiki/L'Hôpital's_rule",
        "HTTPS://Example.org/A",
        "http://[2001:db8::1]:8000/",
    ],
)
@pytest.mark.parametrize(
    "sentence",
    ["{}", "See {}.", "({})", "“{}”", "**{}**", "*see {}*, then", "_{}_", "[{}]", "- {}", "~~{}~~", "a: {}!?"],
)
def test_an_address_is_found_before_marks_are_read(address: str, sentence: str) -> None:
    html = render(sentence.format(address))
    assert links(html) == [address]
    assert plain(html) == re.sub(r"[*~]|^_|_$|^- ", "", sentence).format(address)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("http://x.org/a(see below)", ["http://x.org/a"]),
        ("http://x.org/a), b)", ["http://x.org/a"]),
        ("http://x.org/(a]b)", ["http://x.org/"]),
        ("http:// and https://. and http://()", []),
        ("<http://x.org/a_b>", ["http://x.org/a_b"]),
        ("[words](http://x.org/a_(b))", ["http://x.org/a_(b)"]),
        ("[http://x.org/a](http://y.org)", ["http://y.org"]),
        ("`http://x.org` and $http://x.org$", []),
        (r"\http://x.org", []),
        ("|http://x.org/a_|http://y.org/_|\n|-|-|", ["http://x.org/a", "http://y.org/"]),
        ("http://x.org/a\u200b and http://x.org/b\u2069.\u200f", ["http://x.org/a", "http://x.org/b"]),
        ("「http://x.org/a」‹http://x.org/b›（http://x.org/c）。", [f"http://x.org/{each}" for each in "abc"]),
        ("https://fa.wikipedia.org/wiki/می\u200cخواهم", ["https://fa.wikipedia.org/wiki/می\u200cخواهم"]),
        ("http://x.org/" + "a" * 3_000, ["http://x.org/" + "a" * 1_987]),
    ],
)
def test_where_an_address_begins_and_ends(typed: str, found: list[str]) -> None:
    assert links(render(typed)) == found


within = st.text(alphabet="abz019/?#=&%@+-_*~^$!.:,;é", max_size=12)
balanced = st.recursive(
    within,
    lambda inner: st.tuples(within, st.sampled_from(["()", "[]", "{}"]), inner, within).map(
        lambda got: f"{got[0]}{got[1][0]}{got[2]}{got[1][1]}{got[3]}"
    ),
    max_leaves=DEEPEST // 4,
)


@given(balanced, st.sampled_from(["{}", "({}).", "**{}**", "*a* {} *b*", "> {}", "[{}]", "a_b {} c_d"]))
def test_whatever_stands_in_an_address_it_is_one_link(path: str, sentence: str) -> None:
    address = f"https://example.org/{path}/a"
    assert links(render(sentence.format(address))) == [address]
    assert links(render(quotation(sentence.format(address)))) == [address]


@given(st.text(alphabet="a/_*~^`&;|<>()[]{}$\\.,' \n", max_size=40))
@example("a[")
@example("a[b_c_d")
@example("a;[")
@example("a(b[)]")
@example("a&#91;")
@example("a[x](y)[")
def test_a_quoted_address_says_what_was_said(typed: str) -> None:
    said = f"a http://{typed}"
    html = re.sub("</?sub>", "~", re.sub("</?sup>", "^", render(quotation(said))))
    shown = unescape(re.sub(r"</?(?:blockquote|p|br|a|span|div)(?: [^>]*)?>", "", html))
    if "arithmatex" not in html:
        assert shown.split() == said.split()
    assert all(brackets_match(link) for link in links(html))


def brackets_match(link: str) -> bool:
    rest = re.sub(r"[^()\[\]{}]", "", link)
    while rest != (rest := re.sub(r"\(\)|\[\]|\{\}", "", rest)):
        pass
    return rest == ""
