"""Where a study planner and the data of its presentation disagree: what is due when.

Due days are facts of the module, not figures about students: they pass no disclosure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol

from app.analytics.current_store import store
from app.core.language.spoken import gettext
from app.core.text.words import day


class Planned(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def cut_off(self) -> date | None: ...


def due_otherwise(module: str, presentation: str, starts_on: date | None, planned: Iterable[Planned]) -> list[str]:
    """A sentence for each assessment that one of the two lacks or dates otherwise; none where no dataset has the
    presentation, or where the first day is not known.
    """
    recorded = {each.name: each.due_day for each in store().assessments(module) if each.presentation == presentation}
    return differences(recorded, starts_on, planned)


def differences(recorded: Mapping[str, int | None], starts_on: date | None, planned: Iterable[Planned]) -> list[str]:
    """The same of due days by the names of assessments."""
    if not recorded or starts_on is None:
        return []
    kept = {each.code: each.cut_off for each in planned}
    found = [
        gettext("%(name)s is in the data and not in the planner.", name=name) for name in recorded if name not in kept
    ]
    for code, cut_off in kept.items():
        if code not in recorded:
            found.append(gettext("%(code)s is in the planner and not in the data.", code=code))
        elif (due := recorded[code]) is not None and cut_off and (there := starts_on + timedelta(days=due)) != cut_off:
            found.append(
                gettext(
                    "%(code)s: %(cut_off)s in the planner, %(there)s in the data.",
                    code=code,
                    cut_off=day(cut_off),
                    there=day(there),
                )
            )
    return found
