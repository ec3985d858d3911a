"""What separates stays a gap, what nobody sees says nothing, and search finds words whatever is hidden in them."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.core.documents.ical import _plain as in_a_calendar
from app.core.text.markdown import plain, render
from app.core.text.signs import compared, on_one_line, stated, tidied
from app.search.asking.excerpts import marked
from app.search.indexes.language import plain_words, read_query
from app.similarity.words import telling_words

SEPARATORS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029"]
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäéßдعग", min_size=1, max_size=12)
unseen = st.sampled_from(
    [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Zs", "Zl", "Zp", "Cc", "Cs"}]
    + [*"\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u2060\u2064\u2066\u2069\u206f\u2800\u3164"]
    + [*"\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc\U0001bca0\U0001d173\U000e0001\U000e0041\U000e0100\U00016fe4\U0001d159"]
)
#: Of those the ones that take no room: what is typed with them looks like what is typed without.
no_width = st.sampled_from("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2064\u2066\u2069\ufe0f\ufeff")


@given(st.lists(words, min_size=2, max_size=5), st.sampled_from(SEPARATORS))
def test_what_separates_words_is_never_deleted(parts: list[str], separator: str) -> None:
    typed = separator.join(parts)
    assert tidied(typed).split() == parts
    assert on_one_line(typed).split() == parts
    assert plain(render(typed)).split() == parts
    assert in_a_calendar(typed).split() == parts


@given(st.lists(unseen, max_size=8).map("".join))
def test_a_text_that_nobody_sees_counts_as_empty(typed: str) -> None:
    assert stated(typed) == ""


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    assert tidied(tidied(typed)) == tidied(typed)
    assert stated(stated(typed)) == stated(typed)


@given(st.lists(st.tuples(words, no_width), min_size=1, max_size=4), st.booleans())
def test_what_takes_no_room_in_a_word_changes_nothing_for_search(parts: list[tuple[str, str]], within: bool) -> None:
    hidden = "".join(word + sign for word, sign in parts) if within else "".join(sign + word for word, sign in parts)
    word = "".join(word for word, _ in parts)
    assert plain_words(hidden) == plain_words(word)
    assert read_query(f'"{hidden} b" {hidden}') == read_query(f'"{word} b" {word}')
    assert telling_words(hidden) == telling_words(word)


def test_a_found_word_is_marked_with_what_is_hidden_in_it() -> None:
    assert (
        marked("An or\u00adbi\u00adtal, orbital", ("orbital",))
        == "An <mark>or\u00adbi\u00adtal</mark>, <mark>orbital</mark>"
    )


def test_joined_signs_are_shown_as_they_were_typed() -> None:
    """A family is one sign only with what joins its members, and Persian is misspelt without what parts its letters."""
    typed = "👨\u200d👩\u200d👧 می\u200cخواهم ❤\ufe0f क्\u200dष"
    assert stated(typed) == typed
    assert plain(render(typed)) == typed


def test_what_is_a_gap_parts_words() -> None:
    assert compared("ONE\u3164TWO\u2800THREE").split() == ["ONE", "TWO", "THREE"]
