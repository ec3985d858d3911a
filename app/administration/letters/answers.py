"""What a mail server answered, in its own words, without whom it was about. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from app.core.language.spoken import lazy_gettext

_ADDRESS = re.compile(r"""[^\s<>"'(),;:=\[\]{}]+@[^\s<>"'(),;:=\[\]{}]+""")
#: A server's number for one letter, which would make each answer another.
_NUMBER = re.compile(r"\b(?=[A-Za-z-]*\d)[\w-]{8,}\b")
#: The faults of a connection; what else goes wrong is ours, and may hold what somebody wrote.
_CONNECTION = re.compile(
    r"SMTP\w+|ConnectionError|Connection(Refused|Reset|Aborted)Error|BrokenPipeError|TimeoutError|OSError|gaierror|timeout|SSL\w*Error"
)
LONGEST = 240
ELSE = lazy_gettext("No answer of a mail server: the log says what went wrong.")
KILLED = lazy_gettext("The worker was stopped each time it tried.")


def without_people(error: str | None, about: Collection[str]) -> str:
    """The server's words of an outbox's error. `about` are the addresses and names of whom the letter was for, which go,
    as each other address does.
    """
    if not error:
        return str(KILLED)
    kind, _, said = error.partition(": ")
    if not _CONNECTION.fullmatch(kind):
        return str(ELSE)
    hidden = {*about, *_ADDRESS.findall(said)}
    words = " ".join(_server_words(said).split())
    words = _ADDRESS.sub("(address)", words)
    for each in sorted(_spelled(hidden), key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "(name)", words, flags=re.IGNORECASE)
    return _NUMBER.sub("…", words)[:LONGEST] or kind


def _spelled(hidden: Collection[str]) -> set[str]:
    """Addresses, what stands before their @, names, and the words of names."""
    found = {part for each in hidden for part in (each, each.partition("@")[0], *each.partition("@")[0].split())}
    return {part for part in found if len(part) > 1}


def _server_words(said: str) -> str:
    """Smtplib puts a code and bytes in brackets, for some faults by address."""
    try:
        held = ast.literal_eval(said)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        # Python names a file behind a fault of the disk.
        return said.partition(": '")[0]
    if isinstance(held, dict):
        held = next(iter(held.values()), said)
    if isinstance(held, tuple) and len(held) > 1:
        code, words = held[:2]
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return f"{code} {text}"
    return str(held)
