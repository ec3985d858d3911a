"""A module's presentations: typed by people, and met by the datasets that come later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import audit
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db, insert_once
from app.core.errors import Invalid, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import LearningNetwork, Module, Presentation
from app.networks.policy import Permission
from app.networks.presentation_lines import TypedPresentation

#: 14J is what the university's timetable says, 2014J what OULAD does.
_CENTURY = re.compile(r"20(?=\d\d[A-Z])")


def ensure_presentation(module: Module, code: str, starts_on: date | None, weeks: int) -> Presentation:
    """The module's presentation with this code, made if there is none. What is known already is not overwritten.

    No permission is asked: seeds name presentations, people do so by `type_presentations`.
    """
    found = select(Presentation).where(Presentation.module_id == module.id, Presentation.code == code)
    if (presentation := db.session.scalar(found)) is None:
        values = {"module_id": module.id, "code": code, "starts_on": starts_on, "weeks": weeks, "typed_code": ""}
        insert_once(Presentation, values)
        presentation = db.session.scalars(found).one()
    return presentation


def meet_presentation(module: Module, code: str, weeks: int) -> Presentation:
    """The presentation that a dataset names, and that it ran for so many weeks.

    It is the one that people typed, if they did, under this code or under the same without its century; then it bears the
    dataset's code from now on, by which figures are found, and the history of what refers to it goes with it. What was
    typed otherwise stays, and the page of presentations shows the difference. No permission is asked: the importer says
    what the data say.
    """
    every = db.session.scalars(select(Presentation).where(Presentation.module_id == module.id))
    met = presentation_met(list(every), code)
    if met is None:
        met = ensure_presentation(module, code, None, weeks)
    elif met.code != code:
        met.typed_code, met.code = met.code, code
    met.weeks_in_data = weeks
    return met


def presentation_met(every: Sequence[Presentation], code: str) -> Presentation | None:
    """Which of a module's presentations a dataset means by this code; None if it brings a new one. Pure."""
    by_code = (each for each in every if each.code == code)
    alike = (each for each in every if each.weeks_in_data is None and _plain(each.code) == _plain(code))
    return next(by_code, None) or next(alike, None)


def type_presentations(actor: Actor, network: LearningNetwork, typed: Sequence[TypedPresentation]) -> int:
    """Put these among the module's presentations, or change those that bear such a code; how many are new or changed.

    Invalid without a single one.
    """
    require(actor, Permission.SET_UP, network)
    if not typed:
        fault = gettext("Please give at least one presentation: its code, its first day, its weeks.")
        raise Invalid(gettext("Nothing was kept."), {"lines": [fault]})
    lock_row(network)
    every = db.session.scalars(select(Presentation).where(Presentation.module_id == network.module_id))
    known = {name: each for each in every for name in (each.typed_code, each.code) if name}
    return sum(_typed(actor, network, each, known.get(each.code)) for each in typed)


def _typed(actor: Actor, network: LearningNetwork, typed: TypedPresentation, known: Presentation | None) -> bool:
    if known is None:
        known = Presentation(module_id=network.module_id, code=typed.code, starts_on=typed.starts_on, weeks=typed.weeks)
        db.session.add(known)
        before = ""
    else:
        before = _in_words(known)
        known.starts_on, known.weeks = typed.starts_on, typed.weeks
    if before == _in_words(known):
        return False
    audit.record(actor, "type a presentation", network, before=before, after=_in_words(known))
    return True


def _in_words(presentation: Presentation) -> str:
    first_day = presentation.starts_on.isoformat() if presentation.starts_on else "no first day"
    return f"{presentation.code}, {first_day}, {presentation.weeks} weeks"


def remove_presentation(actor: Actor, network: LearningNetwork, presentation_id: int) -> str:
    """Take back one that was typed by mistake; its code.

    NotFound for one of another module; Refused for one that a dataset brought or met, and for one that anything refers to.
    """
    require(actor, Permission.SET_UP, network)
    found = db.session.get(Presentation, presentation_id)
    if found is None or found.module_id != network.module_id:
        raise NotFound
    if found.weeks_in_data is not None:
        raise Refused(gettext("%(code)s stands in the data, so it stays.", code=found.code))
    try:
        with db.session.begin_nested():
            db.session.delete(found)
    except IntegrityError:
        raise Refused(
            gettext("%(code)s is used by a cycle, a planner or an intervention, so it stays.", code=found.code)
        ) from None
    audit.record(actor, "remove a presentation", network, before=_in_words(found))
    return found.code


def _plain(code: str) -> str:
    return _CENTURY.sub("", code)
