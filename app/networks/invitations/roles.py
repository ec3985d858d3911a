"""Roles as people write them in a list. Pure."""

from __future__ import annotations

import re

from app.networks.models import Role

_WRITTEN: dict[Role, str] = {
    Role.AL: "al; als; tutor; tutors; associate lecturer; associate lecturers; associate lecturer al; associate tutor; "
    "module tutor; lecturer associate",
    Role.MODULE_TEAM: "module team; module team member; module team members; member of the module team; mt; mt member; "
    "team; team member; module author; author; module academic",
    Role.CHAIR: "chair; module chair; module team chair; mt chair; mtc; chair of the module team; chairperson; "
    "chairman; chairwoman; co chair; cochair; deputy chair",
    Role.MODERATOR: "moderator; moderators; network moderator; mod; forum moderator; facilitator",
    Role.STAFF_TUTOR: "staff tutor; staff tutors; st; staff tutor st; staff tutors st",
    Role.ANALYST: "analyst; analysts; data analyst; learning analyst; learning analytics; data wrangler; wrangler",
    Role.RESEARCHER: "researcher; researchers; research; research fellow; research associate",
    Role.SPONSOR: "sponsor; sponsors",
}
_ROLES = {written: role for role, words in _WRITTEN.items() for written in words.split("; ")}
_NO_WORD = re.compile(r"[^a-z]+")


def role_in(text: str) -> Role | None:
    """The role that is meant by these words, whatever their case and the signs around them; None if none is."""
    return _ROLES.get(_NO_WORD.sub(" ", text.casefold()).strip())
