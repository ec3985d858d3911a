"""Taking a person's name and addresses out of texts."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import Any

NAME_GONE = "[name removed]"
ADDRESS_GONE = "[address removed]"
#: In what the site wrote by itself, where a sentence goes on around the name.
SOMEBODY = "a former member"
_APOSTROPHES = "(?:'|’|&#39;|&#x27;|&rsquo;)"


class Redaction:
    """Names and addresses of one person, and texts without them.

    A name of one word is taken out of what the site wrote, and of a text that is nothing else: in people's own sentences
    it may be an ordinary word, such as Will or Rose. A full name is taken out everywhere, however it is written.
    """

    def __init__(self, names: Collection[str], addresses: Collection[str]) -> None:
        self.names = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
        self.addresses = sorted({address for address in addresses if address}, key=len, reverse=True)
        self._full = _pattern([name for name in self.names if " " in name], re.IGNORECASE)
        self._single = _pattern([name for name in self.names if " " not in name], 0)
        self._address = _pattern(self.addresses, re.IGNORECASE)

    def of_people(self, text: str) -> str:
        """A text that somebody wrote."""
        if " ".join(text.split()) in self.names:
            return NAME_GONE
        return self._full.sub(NAME_GONE, self._address.sub(ADDRESS_GONE, text))

    def of_the_site(self, text: str) -> str:
        """A text that the site put together, such as a letter."""
        return self._single.sub(SOMEBODY, self._full.sub(SOMEBODY, self._address.sub(ADDRESS_GONE, text)))

    def in_all(self, value: Any) -> Any:
        """The same in every text of a JSON value."""
        if isinstance(value, str):
            return self.of_the_site(value)
        if isinstance(value, dict):
            return {key: self.in_all(each) for key, each in value.items()}
        return [self.in_all(each) for each in value] if isinstance(value, list) else value


def _pattern(texts: Collection[str], flags: int) -> re.Pattern[str]:
    if not texts:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\w@.-])(?:{'|'.join(map(_spelled, texts))})(?![\w-])", flags)


def _spelled(text: str) -> str:
    words = (re.escape(html.escape(word, quote=False)) for word in text.split(" "))
    plain = r"\s+".join(words)
    return re.sub(r"['’]", _APOSTROPHES, plain)
