"""Names of people as lists write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.networks.invitations.roles import role_in
from app.networks.models import Role

_QUOTES = '"“”„«»‹›`´'
_AROUND = f"{_QUOTES}'‘’ \t,;:|<>＜＞[]{{}}-–—_/\\"
#: At a name's end, as directories add it: (AL), (she/her), [External].
_APPENDED = re.compile(r"\s*[(\[（]([^()\[\]（）]{0,80})[)\]）]$")
#: "Amina Khan - tutor", with space around the dash: Anne-Marie has none.
_AFTER_A_DASH = re.compile(r"(?:\s[-–—/]|:)\s*([^-–—/:]{1,40})$")


def nice(text: str) -> str:
    """The name without the signs that a list puts around it, and "Last, First" the other way round."""
    text = " ".join(text.replace('""', '"').split()).strip(_AROUND)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(_AROUND)
    last, comma, first = text.partition(",")
    if comma and first.strip(_AROUND):
        text = f"{first.strip(_AROUND)} {last.strip(_AROUND)}"
    return "" if "@" in text else text


def with_role(text: str) -> tuple[str, Role | None]:
    """The name in this text, and the role that stands behind it. Other additions in brackets are left out."""
    text, role = " ".join(text.split()).strip(_AROUND), None
    for addition in (_AFTER_A_DASH, _APPENDED):
        if found := addition.search(text[-120:]):
            said = role_in(found[1])
            if said or (addition is _APPENDED and text[: -len(found[0])].strip(_AROUND)):
                text, role = text[: -len(found[0])], said or role
    return nice(text), role


def is_word(cell: str) -> bool:
    """Whether a cell may hold a name: a number, a module's code and a date do not."""
    return any(sign.isalpha() for sign in cell) and not any(sign.isdigit() for sign in cell)


def in_order(parts: Sequence[str], address: str) -> str:
    """One name of cells: as they stand, unless the address begins with the second of two."""
    known = [name for part in parts if (name := with_role(part)[0])]
    if (
        len(known) == 2
        and _letters(address).startswith(_letters(known[1]))
        and not _letters(address).startswith(_letters(known[0]))
    ):
        known.reverse()
    return " ".join(known)


def of_address(address: str) -> str:
    """What the part before the @ makes of a name: amina.khan2 is Amina Khan."""
    words = re.split(r"[._+\d-]+", address.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word) or address.partition("@")[0]


def _letters(text: str) -> str:
    return "".join(sign for sign in text.partition("@")[0].casefold() if sign.isalpha())
