"""One line of a list, taken apart: whose address stands in it, and which words belong to whom. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.networks.invitations import names
from app.networks.invitations.roles import role_in
from app.networks.models import Role

#: Between the people or the cells of a line, in the order in which they are tried for people.
SEPARATORS = ";\t,|"
#: No person takes more of a line.
LONGEST = 2_000
#: As much as one list may hold.
MOST_LINES = 2_000

_OPENING, _CLOSING = "<＜", ">＞"
_PART = r"""[^\s<>＜＞;,|"“”]"""
#: Whatever may be meant as an address. It begins where a word begins, so that a line is read once.
_ADDRESS = re.compile(rf"(?<!{_PART}){_PART}*@{_PART}*")
#: This and the next never go back in what they took, so that a line full of @ or < is read once, too.
_IN_ANGLES = re.compile(r"[<＜]\s*+([^<>＜＞@]*+@[^<>＜＞]*+)[>＞]")
#: The address once more in place of a name, or behind it as a link: mail programs and text processors do so.
_TWICE = re.compile(
    r"""(?<![^\s<>"'‘“;,|])["'‘“]?+([^\s<>"'‘’“”;,|@]++@[^\s<>"'‘’“”;,|@]++)["'’”]?+\s*+<\s*+(?:mailto:)?\1[^<>]*+>""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Written:
    """What a line says of one person, as it says it; `address` is "" where it names none."""

    text: str
    address: str = ""
    name: str = ""
    role: Role | None = None
    #: Words for which there was no place.
    rest: tuple[str, ...] = ()


def split(line: str, separators: str) -> list[str]:
    """The parts between these signs, those inside of quotes or angles left alone; without space around, empty ones too."""
    parts, begin, quoted, angled = [], 0, False, False
    last_quote, last_angle = line.rfind('"'), max(line.rfind(sign) for sign in _CLOSING)
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted and at < last_quote
        elif sign in _OPENING:
            angled = at < last_angle
        elif sign in _CLOSING:
            angled = False
        elif sign in separators and not quoted and not angled:
            parts.append(line[begin:at].strip())
            begin = at + 1
    return [*parts, line[begin:].strip()]


def people_in(line: str) -> list[Written]:
    """Everybody whom this line names, to one more than a list may hold; one without an address if it names nobody."""
    return [_one(each) for each in _apart(_TWICE.sub(r"<\1>", line))[: MOST_LINES + 1]]


def _apart(line: str) -> list[str]:
    """The pieces of the line of which each has one address, or the line."""
    if _addresses(line) < 2:
        return [line]
    for separator in SEPARATORS:
        parts = [part for part in split(line, separator) if part]
        if sum(map(_has_one, parts)) > 1:
            return [each for group in _groups(parts, separator) for each in _apart(group)]
    return _by_space(line)


def _by_space(line: str) -> list[str]:
    """Of a line that nothing but space separates."""
    parts = [part.strip() for part in re.split(r"(?<=[>＞])", line) if part.strip()]
    if len(parts) > 1 and all(_addresses(part) == 1 for part in parts):
        return parts
    return _groups(_ADDRESS.sub(r" \g<0> ", line).split(), " ")


def _groups(parts: Sequence[str], separator: str) -> list[str]:
    """Words go with the address after them; if the line begins with an address and ends with words, with the one before."""
    if all(map(_has_one, parts)):
        return list(parts)
    name_follows = _has_one(parts[0]) and not _has_one(parts[-1])
    groups: list[list[str]] = [[]]
    complete = False
    for part in parts:
        has_one = _has_one(part)
        if complete and (has_one or not name_follows):
            groups.append([])
            complete = False
        groups[-1].append(part)
        complete = complete or has_one
    if len(groups) > 1 and not complete:
        groups[-2] += groups.pop()
    joint = separator if separator == "\t" else f"{separator} "
    return [joint.join(group) for group in groups]


def _addresses(text: str) -> int:
    return sum(found != "@" for found in _ADDRESS.findall(text))


def _has_one(text: str) -> bool:
    return _addresses(text) > 0


def _one(piece: str) -> Written:
    if len(piece) > LONGEST:
        return Written(piece)
    cells = split(piece, SEPARATORS)
    at = next((number for number, cell in enumerate(cells) if _has_one(cell)), None)
    if at is None:
        return Written(piece)
    before, address, after = _around(cells[at])
    name, role = names.with_role(before)
    left, right = cells[:at], [*([after] if after else []), *cells[at + 1 :]]
    roles = [found for cell in (*right, *left) if (found := role_in(cell))]
    left, right = ([cell for cell in side if names.is_word(cell) and not role_in(cell)] for side in (left, right))
    name, rest = _name(piece, name, left, right, address)
    return Written(piece, address, name, role or (roles[0] if roles else None), tuple(rest))


def _around(cell: str) -> tuple[str, str, str]:
    """The words before the address, the address, and those after it."""
    found = _IN_ANGLES.search(cell) or next(each for each in _ADDRESS.finditer(cell) if each[0] != "@")
    address = found[1] if found.re is _IN_ANGLES else found[0]
    return cell[: found.start()], address, names.nice(cell[found.end() :])


def _name(piece: str, own: str, left: list[str], right: list[str], address: str) -> tuple[str, list[str]]:
    """The person's name, and the words for which there is no place. `own` stands in the address's own cell."""
    if own:
        if len(left) == 1 and _parted_by_comma(piece, left[0], own):
            return names.nice(f"{own} {left[0]}"), right
        return own, [*(each for each in left if names.nice(each) != own), *right]
    if left:
        return names.in_order(left, address), right
    whole = right[:1] if right and (len(right) == 1 or " " in names.nice(right[0])) else right[:2]
    return names.in_order(whole, address), right[len(whole) :]


def _parted_by_comma(piece: str, last: str, first: str) -> bool:
    """Khan, Amina <…>: the family name comes first, and no quotes say that the two are one."""
    return bool(re.search(rf"{re.escape(last)}\s*,\s*{re.escape(first)}", piece))
