"""What looks like a student's identifier in a text: tutors paste scripts, and scripts carry names.

Only patterns that are seldom anything else: a personal identifier (a letter and seven digits, or six
and an X) and an e-mail address. The editor asks; it does not forbid.
"""

from __future__ import annotations

import re

_PERSONAL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][0-9]{6}[0-9Xx](?![A-Za-z0-9])")
# Each part is bounded, so that a long run of letters is not read again from each of them.
_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")

MOST_SHOWN = 5


def identifiers_in(text: str) -> list[str]:
    """The first few things in `text` that look like a student's identifier, each once, in order."""
    found = [*_PERSONAL.finditer(text), *_E_MAIL.finditer(text)]
    in_order = [each[0] for each in sorted(found, key=lambda each: each.start())]
    return list(dict.fromkeys(in_order))[:MOST_SHOWN]
