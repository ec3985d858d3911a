"""Signs by what Unicode says of them: what ends a line, what nobody sees. Whatever a person types passes `tidied`.

Another list of such signs stands nowhere in the code: where two places disagreed, one of them would publish an empty
title, or not find a word that the other shows.
"""

from __future__ import annotations

import regex

#: What other programs and pasted documents end a line, a page or a record with.
_LINE_END = regex.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Between the fields of a record.
_BETWEEN = "\x1f"
#: Not for reading: NUL, which a database may refuse, its neighbours, which HTML does, halves of characters, and the two
#: overrides that turn the letters after them around. What joins or parts letters, or tells their direction, stays.
_NOT_TEXT = regex.compile(r"[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202d\u202e]--[\t\n]]", regex.VERSION1)

#: Drawn as a gap although Unicode does not call them space: fillers of Hangul and Khitan, the empty Braille cell, the
#: head of a note that is not written, the place of an object that was not pasted along.
_BLANK = r"\u115f\u1160\u2800\u3164\uffa0\ufffc\U00016fe4\U0001d159"
#: Drawn as nothing at all, wherever they stand. Of the format signs those that stand before a number are seen.
_NOTHING = (
    r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2d7f\U0001107f]"
    r"--\p{Prepended_Concatenation_Mark}"
)
_UNSEEN = regex.compile(rf"[[\p{{White_Space}}\p{{Cc}}{_BLANK}]||[{_NOTHING}]]*", regex.VERSION1)
_GAP = regex.compile(f"[{_BLANK}]")
_WITHOUT_WIDTH = regex.compile(rf"[{_NOTHING}--[{_BLANK}]]+", regex.VERSION1)


def without_unseen_end(text: str, seen: str = "") -> str:
    """`text` without what nobody sees at its end, nor any sign of `seen` there."""
    end = len(text)
    while end and (text[end - 1] in seen or is_unseen(text[end - 1])):
        end -= 1
    return text[:end]


def is_unseen(text: str) -> bool:
    """Whether it shows nothing at all."""
    return _UNSEEN.fullmatch(text) is not None


def with_line_ends(text: str) -> str:
    """The same words with one kind of line end for all that separates."""
    return str(_LINE_END.sub("\n", text)).replace(_BETWEEN, " ")


def tidied(text: str) -> str:
    """`text` as it is stored: with one kind of line end, without control characters, empty if there is nothing to see."""
    tidy = _NOT_TEXT.sub("", with_line_ends(text))
    return "" if is_unseen(tidy) else tidy


def stated(text: str) -> str:
    """The same without space around it: what a service keeps, and by what it asks whether anything was said at all."""
    return tidied(text).strip()


def on_one_line(text: str) -> str:
    """A title or a name stays one line, whatever was sent: in a letter the next line would look like ours."""
    return " ".join(with_line_ends(text).split("\n"))


def compared(text: str) -> str:
    """`text` as words are compared: without what has no width, as a soft hyphen, and with a space for what is a gap."""
    # Most texts hold nothing of the kind, and a question to a string is quicker than one to its signs.
    return text if text.isascii() else str(_WITHOUT_WIDTH.sub("", _GAP.sub(" ", text)))
