"""Home: what my role owes, what I should answer, what is new; and my networks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.queries import before_this_visit
from app.core import clock
from app.networks import queries
from app.networks.lifecycle import STAGES
from app.networks.models import role_words
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.panels import Waiting, collect, urgency

#: So many rows of what waits are shown before one opens the rest.
MOST_ROWS = 5
#: Whoever was here longer ago than this was away: what is new stands first then.
AWAY = timedelta(days=1)
#: So many rows of one sort are one row that opens.
FOLDED = 6


@blueprint.get("/home")
def home() -> ResponseReturnValue:
    waiting = sorted(collect("home.waiting", actor=actor()), key=urgency)
    answers, owed = (folded([each for each in waiting if each.answers is kind]) for kind in (True, False))
    before = before_this_visit(seen_by=actor())
    return render_template(
        "networks/home.html",
        networks=queries.my_networks(seen_by=actor()),
        roles={network_id: role_words(held) for network_id, held in actor().roles.items()},
        owed=owed,
        most_rows=MOST_ROWS,
        answers=answers,
        before=before,
        away=before is not None and clock.now() - before > AWAY,
        today=clock.today(),
        stages=STAGES,
    )


class HomeRow(NamedTuple):
    """One row of a group: a thing, or so many of the same sort that they are one row which opens."""

    items: list[Waiting]
    #: How many of the sort there are, those not given among them; 1 for a thing by itself.
    of: int


def folded(items: list[Waiting]) -> list[HomeRow]:
    """The items in their order; where there are many of one sort, together at the place of the first."""
    sorts = Counter(each.of_many for each in items if each.of_many)
    rows: dict[str, HomeRow] = {}
    for number, each in enumerate(items):
        many = max(sorts[each.of_many], each.of) >= FOLDED
        rows.setdefault(each.of_many if many else f"{number}", HomeRow([], each.of if many else 1)).items.append(each)
    return list(rows.values())
