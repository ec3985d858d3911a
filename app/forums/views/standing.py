"""Who speaks: an author's name and roles in the words of a page."""

from __future__ import annotations

from typing import NamedTuple

from app.core.language.kept import kept_by_language
from app.networks.models import Role

_ORDER = {role.value: at for at, role in enumerate((Role.CHAIR, Role.MODERATOR, Role.MODULE_TEAM, Role.AL))}


class Speaker(NamedTuple):
    """`role` in words; `named` is False for one who left and asked that the role stand for the name."""

    role: str
    named: bool = True
    #: The hue of the disc beside the name, which the word of the role explains.
    hue: str = "voice"


@kept_by_language(1024)
def standing(held: str | None) -> Speaker:
    """Read "chair:here,al:gone", as the query of posts gives it."""
    roles: dict[str, list[str]] = {"here": [], "gone": [], "unnamed": []}
    for part in filter(None, (held or "").split(",")):
        role, _, how = part.partition(":")
        roles[how].append(role)
    if roles["here"]:
        return Speaker(_words(roles["here"]), hue=_hue(roles["here"]))
    left = roles["unnamed"] or roles["gone"]
    return Speaker(f"{_words(left)}, former member" if left else "former member", named=not roles["unnamed"])


def _hue(roles: list[str]) -> str:
    """Who answers for the module has the hue of commitments, who keeps the network none; whoever speaks as a tutor that of voices."""
    if {Role.CHAIR, Role.MODULE_TEAM} & set(roles):
        return "commit"
    return "neutral" if Role.MODERATOR in roles else "voice"


def _words(roles: list[str]) -> str:
    known = sorted(roles, key=lambda role: (_ORDER.get(role, 9), role))
    words = ", ".join("AL" if role == Role.AL else role for role in known)
    return words[0].upper() + words[1:]
