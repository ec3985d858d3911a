"""Taking a person's name and addresses out of texts."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import normalize

NAME_GONE = "[name removed]"
ADDRESS_GONE = "[address removed]"
#: In what the site wrote by itself, where a sentence goes on around the name.
SOMEBODY = "a former member"

#: Emphasis around a word: Markdown's, or a tag without attributes.
_MARK = r"(?:[*_~`]|</?[A-Za-z][A-Za-z0-9]*\ ?/?>)"
_BLANK = r"(?:\s|&nbsp;)"
_BETWEEN_WORDS = rf"({_MARK}*{_BLANK}(?:{_MARK}|{_BLANK})*)"
_APOSTROPHE = r"(?:\\?['’‘ʼ]|&#39;|&#x27;|&apos;|&rsquo;)"
_SIGNS = dict.fromkeys("'’‘ʼ", _APOSTROPHE) | {"&": "&(?:amp;)?", '"': '(?:"|&#34;|&quot;)'}
_PLAIN = _SIGNS | {"<": "(?:<|&lt;)", ">": "(?:>|&gt;)"}
#: In HTML a bare one belongs to a tag, and no name may reach into a tag.
_HTML = _SIGNS | {"<": "&lt;", ">": "&gt;"}
# An underscore is emphasis, and a full stop ends the word before; in an address both belong to a longer one.
_NAME_BEGINS, _NAME_ENDS = r"(?<![^\W_])(?<![^\W_]-)", r"(?![^\W_]|-[^\W_])"
_ADDRESS_BEGINS = r"(?<![^\W_])(?<![^\W_][._+'-])"
_ADDRESS_ENDS = r"(?![^\W_]|-[^\W_]|\.(?-i:[a-z0-9]))"
_LINK = re.compile(r"""https?://[^\s<>"]+""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_FOLD = re.compile(r"\r?\n[ \t]")


class Redaction:
    """Names and addresses of one person, and texts without them.

    A full name is taken out however it is written. A name of one word goes where it is all that stands there: in a
    sentence it may be an ordinary word, such as Will or Rose. What the site wrote to others keeps its links as they are.
    """

    def __init__(self, names: Collection[str], addresses: Collection[str]) -> None:
        plain = {" ".join(name.split()) for name in names if name.strip()}
        self.names = sorted({normalize(how, name) for name in plain for how in ("NFC", "NFD")}, key=_longest_first)
        self.addresses = sorted({address.lower() for address in addresses if address}, key=_longest_first)
        full = [name for name in self.names if " " in name]
        self._full = _pattern(_NAME_BEGINS, [_spelled(name, _PLAIN) for name in full], _NAME_ENDS)
        self._in_html = _pattern(_NAME_BEGINS, [_spelled(name, _HTML) for name in full], _NAME_ENDS)
        self._address = _pattern(
            _ADDRESS_BEGINS, [_spelled(address, _PLAIN) for address in self.addresses], _ADDRESS_ENDS
        )
        around = f"((?:{_MARK}|{_BLANK})*)"
        single = [_spelled(name, _PLAIN) for name in self.names if " " not in name]
        self._alone = re.compile(rf"{around}(?:{'|'.join(single)}){around}" if single else "(?!)")

    @property
    def needles(self) -> list[str]:
        """Of each name and address what every spelling holds, small letters or capitals: a text with none of these names
        nobody. "" if a name has no such part.
        """
        names = {max(re.findall("[A-Za-z0-9]+", normalize("NFC", each)), key=len, default="") for each in self.names}
        addresses = {max(re.findall("[A-Za-z0-9@._+-]+", each), key=len, default="") for each in self.addresses}
        return sorted(names | addresses)

    def of_people(self, text: str) -> str:
        """A text that somebody wrote."""
        if alone := self._alone.fullmatch(text):
            return f"{alone[1]}{NAME_GONE}{alone[2]}"
        return _without(self._full, self._address.sub(ADDRESS_GONE, text), NAME_GONE, [], [])

    def of_people_html(self, text: str) -> str:
        """The HTML of such a text: it stays well-formed, whatever the name."""
        if alone := self._alone.fullmatch(text):
            return f"{alone[1]}{NAME_GONE}{alone[2]}"
        text = self._address.sub(ADDRESS_GONE, text)
        return _without(self._in_html, text, NAME_GONE, [], _spans(_TAG, text))

    def of_the_site(self, text: str) -> str:
        """A text that the site put together, such as a letter."""
        text = _without(self._address, text, ADDRESS_GONE, _spans(_LINK, text), [])
        return _without(self._full, text, SOMEBODY, _spans(_LINK, text), [])

    def of_the_site_html(self, text: str) -> str:
        text = _without(self._address, text, ADDRESS_GONE, _spans(_LINK, text), [])
        return _without(self._in_html, text, SOMEBODY, _spans(_LINK, text), _spans(_TAG, text))

    def of_calendar(self, text: str) -> str:
        """A calendar (RFC 5545), line by line: no name reaches from one property into the next."""
        lines = _FOLD.sub("", text).split("\n")
        left = [self.of_the_site(line) for line in lines]
        return text if left == lines else "\n".join(left)

    def of_somebody(self, text: str) -> str:
        """What stands where the site names a person."""
        return SOMEBODY if self._alone.fullmatch(text) else self.of_the_site(text)


def _longest_first(text: str) -> tuple[int, str]:
    return -len(text), text


def _spelled(text: str, signs: dict[str, str]) -> str:
    return _BETWEEN_WORDS.join("".join(signs.get(sign, re.escape(sign)) for sign in word) for word in text.split(" "))


def _pattern(begins: str, texts: Collection[str], ends: str) -> re.Pattern[str]:
    return re.compile(rf"{begins}(?:{'|'.join(texts)}){ends}" if texts else "(?!)", re.IGNORECASE)


Spans = list[tuple[int, int]]


def _spans(what: re.Pattern[str], text: str) -> Spans:
    return [found.span() for found in what.finditer(text)]


def _without(pattern: re.Pattern[str], text: str, said: str, links: Spans, tags: Spans) -> str:
    """The text with `said` for each match, but for those that touch a link or begin or end in a tag. Emphasis that stood
    inside a name stays, so that what was opened is closed.
    """

    def instead(found: re.Match[str]) -> str:
        begin, end = found.span()
        in_link = any(begin < last and first < end for first, last in links)
        if in_link or any(first <= at < last for first, last in tags for at in (begin, end - 1)):
            return found[0]
        marks = "".join(found_marks for each in found.groups() if each for found_marks in re.findall(_MARK, each))
        return said + marks

    return pattern.sub(instead, text)
