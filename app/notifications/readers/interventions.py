"""What became of an intervention: its moves, the decision with its reason, where it is live, the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text.words import quoted
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords

#: Decisions at its end, which have a reason of their own.
CONCLUSIONS = frozenset({"adopted", "adapted", "abandoned"})


def interventions(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    where = joinedload(Intervention.live_in)
    rows = visible_rows(Intervention, subjects(notices), visible_interventions, seen_by, where)
    return {each.id: _words(each, rows[each.subject_id]) for each in notices if each.subject_id in rows}


def _words(notice: Notice, intervention: Intervention) -> NoticeWords:
    name = quoted(intervention.title)
    if notice.what == "decided":
        decision = str(notice.facts["decision"])
        concluded = decision in CONCLUSIONS
        reason = intervention.conclusion_reason if concluded else intervention.decision_reason
        return NoticeWords(gettext("%(name)s was %(decision)s", name=name, decision=decision), reason or "")
    if notice.what == "live":
        where = intervention.live_in
        return NoticeWords(gettext("%(name)s is live", name=name) + (f" in {where.code}" if where is not None else ""))
    if notice.what == "outcome":
        return NoticeWords(
            gettext(
                "The outcome of %(name)s: %(verdict)s",
                name=name,
                verdict=intervention.verdict.value if intervention.verdict else "recorded",
            )
        )
    return NoticeWords(
        gettext(
            "%(name)s is now: %(intervention)s",
            name=name,
            intervention=INTERVENTION.label(str(notice.facts.get("state", intervention.state))),
        )
    )
