"""What the final ballot came to."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.numbers import percent
from app.core.permissions import require
from app.web.actor import actor
from app.workshops.context import blueprint, workshop_at
from app.workshops.policy import Permission
from app.workshops.voting.export import results_csv as as_csv
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.queries.result_words import by_how_much, overall
from app.workshops.voting.queries.results import earlier_results
from app.workshops.voting.queries.results import results as counted
from app.workshops.wording import way_to_vote


@blueprint.get("/networks/<slug>/workshops/<int:number>/results")
def results(slug: str, number: int) -> ResponseReturnValue:
    """The results with method, electorate, response and rule; while the ballot is open, only how many have voted."""
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    return render_template(
        "workshops/voting/results.html",
        network=where.network,
        workshop=where.workshop,
        address=where.address,
        found=counted(where.workshop, actor(), seat=where.seat),
        earlier=earlier_results(where.workshop, actor(), seat=where.seat),
        straw=counted(where.workshop, actor(), final=False, seat=where.seat),
        poll=poll(where.workshop, actor(), final=True, seat=where.seat),
        overall=overall,
        by_how_much=by_how_much,
        share=percent,
        way_to_vote=way_to_vote,
    )


@blueprint.get("/networks/<slug>/workshops/<int:number>/results.csv")
def results_csv(slug: str, number: int) -> ResponseReturnValue:
    """The same as a table; sums only."""
    where = workshop_at(slug, number)
    found = counted(where.workshop, actor(), seat=where.seat)
    if found is None:
        raise NotFound
    answer = Response(as_csv(found), content_type="text/csv; charset=utf-8")
    name = f"{where.network.slug}-workshop-{where.workshop.number}-results.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
