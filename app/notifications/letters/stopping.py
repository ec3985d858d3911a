"""The link that stops a sort of letters: what it names, signed, so that no sign-in is needed and nobody can guess one."""

from __future__ import annotations

from flask import current_app

from app.core.errors import NotFound
from app.core.secrets import signed_links
from app.core.site.in_force import in_force
from app.notifications.services import Stops


def stop_url(what: Stops, person_id: int, row_id: int = 0) -> str:
    """Short: a header that is folded breaks the signature that mail servers put under it."""
    handle = f"{what}{person_id}-{row_id}" if row_id else f"{what}{person_id}"
    return f"{in_force().url}/mail/{signed_links.sign_to_stop_mail(handle, current_app.config['SECRET_KEY'])}"


def what_stops(token: str) -> tuple[Stops, int, int]:
    """What a link stops, of whom, and in which discussion; NotFound for one that this site did not make."""
    handle = signed_links.read_to_stop_mail(token, current_app.config["SECRET_KEY"])
    person_id, _, row_id = handle[1:].partition("-")
    if handle[:1] not in {each.value for each in Stops} or not (person_id + row_id).isdecimal():
        raise NotFound
    return Stops(handle[0]), int(person_id), int(row_id or 0)
