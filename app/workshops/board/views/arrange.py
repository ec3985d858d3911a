"""Arrange for me: proposals for the loose cards, which people accept (one or all), change, or dismiss."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext, ngettext
from app.core.numbers import names_a_row
from app.web.actor import actor
from app.web.forms import new_form_key
from app.web.page.asking import asks_once
from app.workshops.board.queries.arrangement import arrangement
from app.workshops.board.services import grouping
from app.workshops.board.services.arrange import Together, dismiss_proposal, place_together
from app.workshops.board.services.themes import LONGEST_TITLE
from app.workshops.board.views import questions
from app.workshops.board.views.values import back
from app.workshops.context import ONE, blueprint, workshop_at
from app.workshops.models import ThemeList

ARRANGE = f"{ONE}/themes/arrange"


@blueprint.get(ARRANGE)
def proposals(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    grouping.require_grouping(actor(), where.workshop)
    return render_template(
        "workshops/board/arrange.html",
        network=where.network,
        workshop=where.workshop,
        address=where.address,
        back=back(where, "themes"),
        found=arrangement(where.workshop, actor()),
        longest=LONGEST_TITLE,
        page_key=new_form_key(),
    )


@blueprint.post(ARRANGE)
@asks_once(questions.of_accepting_all)
def accept_all(slug: str, number: int) -> ResponseReturnValue:
    """Those proposals that were on the page and still are what would be proposed."""
    where = workshop_at(slug, number)
    seen = set(request.form.getlist("seen"))
    wanted = [each for each in arrangement(where.workshop, actor()).proposals if each.key in seen]
    moved = place_together(
        actor(),
        where.workshop,
        [Together([card.id for card in each.cards], each.theme, each.title, each.list) for each in wanted],
    )
    flash(*_told(moved))
    return redirect(back(where, "themes") if moved else f"{where.address}/themes/arrange", 303)


@blueprint.post(f"{ARRANGE}/one")
def decide_one(slug: str, number: int) -> ResponseReturnValue:
    """One proposal: accepted with the cards that are ticked, or dismissed."""
    where = workshop_at(slug, number)
    together = _together()
    if request.form.get("do") == "dismiss":
        dismiss_proposal(actor(), where.workshop, together)
        flash(gettext("Dismissed: it is not proposed again."), "done")
    else:
        flash(*_told(place_together(actor(), where.workshop, [together])))
    return redirect(f"{where.address}/themes/arrange", 303)


def _together() -> Together:
    named = request.form.get("theme", "")
    kinds = {each.value: each for each in ThemeList}
    return Together(
        cards=request.form.getlist("card") if request.form.get("do") != "dismiss" else request.form.getlist("of"),
        theme=int(named) if names_a_row(named) else None,
        title=request.form.get("title", ""),
        list=kinds.get(request.form.get("list", ""), ThemeList.TOPICS),
    )


def _told(moved: int) -> tuple[str, str]:
    if not moved:
        return gettext("Nothing was moved: the cards changed meanwhile, or none was ticked. Look again."), "info"
    return ngettext(
        "%(count)s card arranged. It can be undone at one stroke.",
        "%(count)s cards arranged. It can be undone at one stroke.",
        moved,
    ), "done"
