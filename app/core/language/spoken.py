"""The words of the interface in the language that is spoken at this moment.

English is the source: what is written in the code is what an English reader reads, and no catalogue is asked. The language
is a context variable, so that threads do not hear each other; the request sets it, and the worker for each letter.

A message is a whole sentence or a whole label, never a part that another sentence is put together from: other languages have
other orders, and change words after numbers and prepositions. What is put into it is named: `%(title)s`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

#: The language in which the interface is written.
SOURCE = "en-GB"


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its catalogue bound: asking it costs no search for either."""

    #: As HTML's `lang` has it (BCP 47).
    tag: str
    gettext: Callable[[str], str]
    pgettext: Callable[[str, str], str]
    ngettext: Callable[[str, str, int], str]
    #: Which of its plurals a number takes, and for each of them a number that takes it.
    plural_of: Callable[[int], int]
    numbers: tuple[int, ...]


def _as_written(_context: str, message: str) -> str:
    return message


def _english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


#: `str` gives back the message itself, for a fifth of what a function of ours would cost.
ENGLISH = Language(SOURCE, str, _as_written, _english, lambda count: int(count != 1), (1, 2))

_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)
#: The language of this moment.
spoken = _spoken.get


def speak(language: Language) -> None:
    """From now on, in this thread, until something else is said. Who only wants a part said asks `speaking`."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Inside, the words are those of this language, in this thread alone."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def gettext(message: str, **values: object) -> str:
    """The message with its values. Where there are some, `%` is written `%%`."""
    found = spoken().gettext(message)
    return found % values if values else found


def pgettext(context: str, message: str, **values: object) -> str:
    """The same for a word that other languages have several of: `context` says which is meant."""
    found = spoken().pgettext(context, message)
    return found % values if values else found


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The sentence that goes with the number, which stands in it as `%(count)s`: 1 vote, 1,204 votes."""
    return spoken().ngettext(one, many, count) % {"count": f"{count:,}", **values}


class _Later(str):
    """A message that is looked up when it is read. It is a text, so that it can stand wherever one can.

    Where Python asks it nothing (a JSON encoder, a database's driver, `join` of a list) it is English: put `str()` around it.
    """

    __slots__ = ()

    def __str__(self) -> str:
        # As a plain text: asked for the message itself, Python would come back here.
        return spoken().gettext("".join((self,)))  # noqa: FLY002

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __hash__(self) -> int:
        # The same in each language: it may be a part of a key, whose language is another part.
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __radd__(self, before: str) -> str:
        return str(before) + str(self)


def _in_its_language(name: str) -> Callable[..., Any]:
    def ask(self: _Later, *given: Any, **named: Any) -> Any:
        return getattr(str(self), name)(*given, **named)

    return ask


for _name in (
    *(each for each in vars(str) if not each.startswith("_")),
    *("__add__", "__contains__", "__getitem__", "__iter__", "__len__", "__lt__", "__mod__", "__mul__"),
):
    setattr(_Later, _name, _in_its_language(_name))


def lazy_gettext(message: str) -> str:
    """For labels that are made at import, when nobody speaks yet: looked up each time they are read."""
    return _Later(message)
