"""A table with heads: which column holds the address, the name and the role. Pure."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from app.networks.invitations import names
from app.networks.invitations.cells import SEPARATORS, Written, people_in, split
from app.networks.invitations.roles import role_in

_HEADS = {
    "email": "email; e mail; mail; emails; email address; e mail address; mail address; emailaddress; smtp address; "
    "primary smtp address; user principal name; work email; university email; address",
    "name": "name; full name; fullname; display name; displayname; person; member; tutor name; staff name; colleague",
    "first": "first name; firstname; first; given name; givenname; forename; forenames; first names; preferred name",
    "last": "last name; lastname; last; surname; family name; familyname",
    "role": "role; roles; function; position; role in network; network role; role in this network",
}
_KNOWN = {word: column for column, words in _HEADS.items() for word in words.split("; ")}
_NO_WORD = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class Columns:
    """Where what stands, counted from 0; whatever is not there is missing."""

    separator: str
    at: dict[str, int]

    @staticmethod
    def headed_by(line: str) -> Columns | None:
        """The columns that this line heads; None if it is no line of heads."""
        if "@" in line:
            return None
        separator = max(SEPARATORS, key=line.count)
        at: dict[str, int] = {}
        for number, cell in enumerate(split(line, separator)):
            if column := _KNOWN.get(_NO_WORD.sub(" ", re.sub(r"\([^()]*\)", "", cell.casefold())).strip()):
                at.setdefault(column, number)
        heads = len(split(line, separator))
        return Columns(separator, at) if "email" in at and (len(at) > 1 or heads == 1) else None

    def people_in(self, line: str) -> list[Written]:
        """As the heads say; a line that does not keep to them is read without."""
        cells = self._cells(line)
        held = {column: cells[number] for column, number in self.at.items() if number < len(cells)}
        [own, *others] = people_in(held.get("email", ""))
        if not own.address or others or len(self.at) == 1:
            return people_in(line)
        name = held.get("name") or f"{held.get('first', '')} {held.get('last', '')}".replace(",", " ")
        named, behind = names.with_role(name)
        said = held.get("role", "")
        role = role_in(said) or behind or own.role
        return [Written(line, own.address, named or own.name, role, (said,) if said and role is None else ())]

    def _cells(self, line: str) -> list[str]:
        try:
            return [cell.strip() for cell in next(csv.reader([line], delimiter=self.separator, skipinitialspace=True))]
        except (csv.Error, StopIteration):
            return split(line, self.separator)
