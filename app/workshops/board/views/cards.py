"""Writing cards, changing and withdrawing one's own, hiding one, bringing a post."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.core.text import pictures
from app.forums import queries as forums
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.web.page.fragments import wants_fragment
from app.workshops.board.forms import CardForm, HideForm, card_form
from app.workshops.board.queries.cards import card as find_card
from app.workshops.board.services import cards as services
from app.workshops.board.views import questions
from app.workshops.board.views.values import CARD, author_token, back, silent_place, writing_values
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.policy import Permission
from app.workshops.visibility import cards_visible, shown_so_far

ADDED = lazy_gettext("Your card is on the board.")
ADDED_MEANWHILE = lazy_gettext("Your card is kept. Everybody reads it once all cards are shown.")
ADDED_UNSEEN = lazy_gettext("Your card is kept. Nobody else reads it before the reveal.")


@blueprint.route(f"{ONE}/cards", methods=["GET", "POST"])
def cards(slug: str, number: int) -> ResponseReturnValue:
    where = silent_place(slug, number)
    require(actor(), Permission.CONTRIBUTE, where.seat)
    form = card_form(where.workshop)
    if form.validate_on_submit() and _add(where, form):
        return redirect(back(where, "write"), 303)
    return _page(where, form, heading=gettext("Add a card"))


@blueprint.route(f"{ONE}/bring/<int:post_id>", methods=["GET", "POST"])
def bring(slug: str, number: int, post_id: int) -> ResponseReturnValue:
    where = silent_place(slug, number)
    require(actor(), Permission.CONTRIBUTE, where.seat)
    post = forums.post(post_id, seen_by=actor())
    form = card_form(where.workshop, text=pictures.in_words(post.body_md)[: services.LONGEST_CARD])
    if form.validate_on_submit() and _add(where, form, post=post):
        return redirect(back(where, "write"), 303)
    return _page(where, form, heading=gettext("Bring a post to the workshop"), post=post)


@blueprint.route(f"{CARD}/edit", methods=["GET", "POST"])
def edit_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = silent_place(slug, number)
    card = find_card(where.workshop, card_id, seen_by=actor())
    services.require_own(actor(), where.workshop, card, author_token(where))
    form = card_form(where.workshop, card)
    if form.validate_on_submit():
        words, seen = form.words, form.page_version
        if form.attempt(
            lambda: services.edit(
                actor(), where.workshop, card, words, author_token=author_token(where), seen_version=seen
            ),
            card,
        ):
            flash("Saved.", "done")
            return redirect(back(where, "write"), 303)
    return _page(where, form, heading=gettext("Change your card"), card=card)


@blueprint.post(f"{CARD}/withdraw")
@asks_once(questions.of_withdrawing)
def withdraw_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = silent_place(slug, number)
    card = find_card(where.workshop, card_id, seen_by=actor())
    services.withdraw(actor(), where.workshop, card, author_token=author_token(where))
    flash(gettext("The card is withdrawn."), "done")
    return redirect(back(where, "write"), 303)


@blueprint.route(f"{CARD}/hide", methods=["GET", "POST"])
def hide_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.HIDE, where.seat)
    card = find_card(where.workshop, card_id, seen_by=actor())
    form = HideForm(version=str(card.version))

    if form.validate_on_submit() and form.succeeds(
        lambda: services.hide(actor(), where.workshop, card, form.reason.data or "", seen_version=form.page_version),
        card,
    ):
        flash(gettext("The card is hidden; its reason stands in its place."), "done")
        return redirect(back(where), 303)
    return render_template("workshops/board/hide.html", **_frame(where), form=form), form.status


def _add(where: WorkshopContext, form: CardForm, *, post: Any = None) -> bool:
    """Add what the form says; true as well if this very form was accepted before."""

    def add() -> None:
        one, words, browser = where.workshop, form.words, author_token(where)
        if post is None:
            services.contribute(actor(), one, words, author_token=browser, key=form.key, promised=form.seen)
        else:
            services.bring_post(actor(), one, post, words, author_token=browser, key=form.key, promised=form.seen)

    if not form.succeeds(add):
        form.made_anew()
        return False
    if not wants_fragment():  # in the room a script sends it, and says so itself
        flash(_said(where), "done")
    return True


def _said(where: WorkshopContext) -> str:
    if shown_so_far(where.workshop) is not None:
        return ADDED_MEANWHILE
    return ADDED if cards_visible(where.workshop) else ADDED_UNSEEN


def _page(where: WorkshopContext, form: CardForm, **more: Any) -> ResponseReturnValue:
    values = _frame(where) | writing_values(where) | {"form": form, "post": None, "card": None} | more
    return render_template("workshops/board/card.html", **values), form.status


def _frame(where: WorkshopContext) -> dict[str, Any]:
    return {"network": where.network, "workshop": where.workshop, "address": where.address, "back": back(where)}
