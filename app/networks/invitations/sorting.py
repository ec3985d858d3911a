"""Who of a list is new, known, here already or in doubt, and what would become of each line. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.language.spoken import gettext
from app.networks.invitations.pasted import ListEntry
from app.networks.models import ROLE_WORDS, Role, role_words

#: From so many letters on two names before the @ that differ in one are rarely two people's.
_LONG = 6


class Standing(StrEnum):
    """What a line of a list comes to."""

    #: Nobody whom the reader knows of: gets an invitation, or word of it if they have an account after all.
    NEW = "new"
    #: A member in another role, or to the administrator somebody with an account: is told that they were added.
    KNOWN = "known"
    #: May be meant otherwise: is invited if the reader says so.
    DOUBTFUL = "doubtful"
    #: A member in this role, or in the list above already: nothing happens.
    HERE = "here"
    #: Cannot be invited.
    FAULTY = "faulty"


@dataclass(frozen=True)
class Here:
    """Somebody who is known by an address: a member of the network, or to the administrator anybody with an account."""

    name: str
    roles: frozenset[Role] = frozenset()
    #: The roles in which they were invited and have not begun.
    begun: bool = True


@dataclass(frozen=True)
class Inviter:
    """Whoever sends the list, as far as it matters to its lines."""

    email: str
    may_give: Collection[Role]


@dataclass(frozen=True)
class Sorted:
    """One line and what would become of it, with the sentences that say why."""

    entry: ListEntry
    role: Role
    standing: Standing
    why: tuple[str, ...] = ()


@dataclass
class _Told:
    """What the lines above said of one address."""

    line: int
    name: str
    roles: set[Role] = field(default_factory=set)


def sort(entries: Sequence[ListEntry], role: Role, known: Mapping[str, Here], inviter: Inviter) -> list[Sorted]:
    """Each entry in its order. `role` is for all who have none; `known` are people by their addresses."""
    near, named = _Near(known), {_plain(each.name): email for email, each in known.items() if each.roles}
    names = _names_given(entries)
    told: dict[str, _Told] = {}
    found = []
    for entry in entries:
        wanted = entry.role or role
        if fault := entry.fault or _refusal(entry, wanted, inviter):
            found.append(Sorted(entry, wanted, Standing.FAULTY, (fault,)))
            continue
        above = told.setdefault(entry.email, _Told(entry.line, entry.name))
        if wanted in above.roles:
            found.append(Sorted(entry, wanted, Standing.HERE, _again(entry, above)))
            continue
        above.roles.add(wanted)
        doubts = [*entry.doubts, *_two_names(entry, names[entry.email])]
        found.append(_one(entry, wanted, known.get(entry.email), [*doubts, *_like_others(entry, known, near, named)]))
    return found


def sound(rows: Iterable[Sorted], *, with_doubtful: bool = False) -> list[Sorted]:
    """Those who are invited at a press."""
    wanted = {Standing.NEW, Standing.KNOWN} | ({Standing.DOUBTFUL} if with_doubtful else set())
    return [row for row in rows if row.standing in wanted]


def left(rows: Iterable[Sorted], *, with_doubtful: bool = False) -> list[Sorted]:
    """Those that somebody has to look at: the lines that were not read, and the doubtful ones unless they are invited."""
    wanted = {Standing.FAULTY} | (set() if with_doubtful else {Standing.DOUBTFUL})
    return [row for row in rows if row.standing in wanted]


def _refusal(entry: ListEntry, role: Role, inviter: Inviter) -> str:
    if entry.email == inviter.email:
        return gettext("This is you. Nobody invites themselves.")
    if role not in inviter.may_give:
        return gettext(
            "Only the chair or the administrator makes somebody %(role_words)s.", role_words=ROLE_WORDS[role]
        )
    return ""


def _one(entry: ListEntry, role: Role, held: Here | None, doubts: list[str]) -> Sorted:
    if held and role in held.roles:
        why = gettext("%(name)s is here already as %(role_words)s.", name=held.name, role_words=ROLE_WORDS[role])
        if not held.begun:
            why = gettext(
                "%(name)s was invited as %(role_words)s before and has not begun yet.",
                name=held.name,
                role_words=ROLE_WORDS[role],
            )
        return Sorted(entry, role, Standing.HERE, (why,))
    if held:
        # Their address is theirs, whatever the list calls them: a name of the list would change nothing.
        why = (
            gettext("%(name)s is here as %(role_words)s.", name=held.name, role_words=role_words(held.roles))
            if held.roles
            else gettext("%(name)s has an account.", name=held.name)
        )
        rest = tuple(each for each in doubts if each in entry.doubts and "no role" in each)
        return Sorted(entry, role, Standing.DOUBTFUL if rest else Standing.KNOWN, (*rest, why))
    return Sorted(entry, role, Standing.DOUBTFUL if doubts else Standing.NEW, tuple(doubts))


def _again(entry: ListEntry, above: _Told) -> tuple[str, ...]:
    return (
        gettext("This address stands in line %(line)s already.", line=above.line)
        if above.line != entry.line
        else gettext("It stands here twice."),
    )


def _names_given(entries: Iterable[ListEntry]) -> dict[str, dict[str, ListEntry]]:
    """The names that the list itself gives to each address, with the first line of each."""
    found: dict[str, dict[str, ListEntry]] = defaultdict(dict)
    for entry in entries:
        found[entry.email].setdefault(_plain(entry.name), entry)
    return found


def _two_names(entry: ListEntry, names: Mapping[str, ListEntry]) -> Iterator[str]:
    for plain, other in names.items():
        if plain != _plain(entry.name):
            yield gettext(
                "Line %(line)s has another name for this address: %(name)s.", line=other.line, name=other.name
            )
            return


def _like_others(entry: ListEntry, known: Mapping[str, Here], near: _Near, named: Mapping[str, str]) -> Iterator[str]:
    if entry.email in known:
        return
    if (other := near.to(entry.email)) is not None:
        yield gettext("The address is nearly that of %(known)s, who is a member.", known=known[other].name)
    elif _plain(entry.name) in named:
        yield gettext("%(name)s is a member by another address.", name=entry.name)


class _Near:
    """Finds the member's address that differs from another by one letter, or by two that changed places."""

    def __init__(self, known: Mapping[str, Here]) -> None:
        self._by_rest: dict[str, str] = {}
        for email, person in known.items():
            if person.roles:
                for rest in _without_one(email):
                    self._by_rest.setdefault(rest, email)

    def to(self, email: str) -> str | None:
        for rest in _without_one(email):
            other = self._by_rest.get(rest)
            if other and not _are_neighbours(other, email):
                return other
        return None


def _are_neighbours(one: str, other: str) -> bool:
    """Of addresses that are numbered each has its like, and of short names, too: Nia is not Pia mistyped."""
    if re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return True
    names = [address.partition("@")[0] for address in (one, other)]
    replaced = sum(left != right for left, right in zip(*names, strict=False)) == 1 and len(names[0]) == len(names[1])
    return replaced and len(names[0]) < _LONG


def _without_one(email: str) -> set[str]:
    return {email} | {email[:at] + email[at + 1 :] for at in range(len(email))}


def _plain(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))
