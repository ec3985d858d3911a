"""Grouping: moving cards, naming, changing and merging themes, suggestions, undo; answering to a theme."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.concurrency.versions import UNSAID
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.web.actor import actor
from app.web.forms import BaseForm
from app.web.page.asking import asks_once
from app.workshops.board.forms import CARD, MergeForm, MoveCardForm, ThemeForm, ThemeNoteForm
from app.workshops.board.queries.board import Board, board, theme_of, themes_standing
from app.workshops.board.queries.cards import CardView
from app.workshops.board.queries.cards import card as find_card
from app.workshops.board.queries.similar_cards import Suggestions, suggestions, texts_of
from app.workshops.board.queries.vectors import vectors_of
from app.workshops.board.services import grouping, notes
from app.workshops.board.services.grouping import put_together
from app.workshops.board.views import questions
from app.workshops.board.views.values import CARD as CARD_ADDRESS
from app.workshops.board.views.values import THEME, author_token, back, silent_place
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.models import Contribution, Theme, ThemeList


@blueprint.route(f"{CARD_ADDRESS}/move", methods=["GET", "POST"])
def move_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    grouping.require_grouping(actor(), where.workshop)
    card = find_card(where.workshop, card_id, seen_by=actor())
    shown, here = _where_it_lies(where, card)
    form = MoveCardForm(version=str(card.version))
    _offer(form, shown, here, Suggestions())  # it is asked only whether there is what was chosen
    if form.validate_on_submit() and form.attempt(lambda: _move(where, card, form), card):
        flash(gettext("Moved. It can be undone."), "done")
        return redirect(back(where, _next_card()), 303)
    _offer(form, shown, here, suggestions(shown, [here], vectors_of(where.workshop, actor())))
    return _page("move", where, form, words=here.text, card=card)


@blueprint.post(f"{CARD_ADDRESS}/dismiss")
def dismiss_suggestion(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    card = find_card(where.workshop, card_id, seen_by=actor())
    named = request.form.get("theme", "")
    theme = theme_of(where.workshop, int(named) if names_a_row(named) else 0, seen_by=actor())
    grouping.dismiss_suggestion(actor(), where.workshop, card, theme)
    return redirect(back(where, f"card-{card.id}"), 303)


@blueprint.route(f"{ONE}/themes", methods=["GET", "POST"])
def new_theme(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    grouping.require_grouping(actor(), where.workshop)
    form = ThemeForm()
    if form.validate_on_submit():
        title, kind = form.title.data or "", ThemeList(form.list.data)
        if made := form.attempt(lambda: grouping.name_theme(actor(), where.workshop, title, kind)):
            return redirect(back(where, f"theme-{made.id}"), 303)
    return _page("theme", where, form, theme=None, merge=None)


@blueprint.route(f"{THEME}/edit", methods=["GET", "POST"])
def edit_theme(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    grouping.require_grouping(actor(), where.workshop)
    theme, form = theme_of(where.workshop, theme_id, seen_by=actor()), ThemeForm()
    if request.method == "GET":
        form.fill_from(theme)
    if form.validate_on_submit():
        words = (form.title.data or "", ThemeList(form.list.data))
        seen = form.page_version
        if form.attempt(
            lambda: grouping.change_theme(actor(), where.workshop, theme, *words, seen_version=seen), theme
        ):
            return redirect(back(where, f"theme-{theme_id}"), 303)
    return _page("theme", where, form, theme=theme, merge=_merge_form(where, theme))


@blueprint.post(f"{THEME}/merge")
@asks_once(questions.of_merging)
def merge_theme(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    source = theme_of(where.workshop, theme_id, seen_by=actor())
    form = _merge_form(where, source)
    if form.validate_on_submit():
        target = theme_of(where.workshop, form.target.data, seen_by=actor())
        seen = form.page_version
        if form.attempt(
            lambda: grouping.merge_themes(actor(), where.workshop, source, target, seen_version=seen), source
        ):
            flash(gettext("Merged. It can be undone."), "done")
            return redirect(back(where, f"theme-{target.id}"), 303)
    names = ThemeForm(formdata=None)
    names.fill_from(source)
    page, _ = _page("theme", where, names, theme=source, merge=form)
    return page, form.status


@blueprint.post(f"{ONE}/themes/undo")
def undo(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    named = request.form.get("step", "")
    step = grouping.undo_last(actor(), where.workshop, seen_step=int(named) if names_a_row(named) else UNSAID)
    flash(gettext("Undone: %(words)s.", words=step.words) if step else gettext("There is nothing to undo."), "done")
    return redirect(back(where, "themes"), 303)


@blueprint.post(f"{THEME}/second")
def second(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where = silent_place(slug, number)
    theme = theme_of(where.workshop, theme_id, seen_by=actor())
    new = notes.second(actor(), where.workshop, theme, author_token=author_token(where))
    flash(gettext("Counted: you see this too.") if new else gettext("You had said so already."), "done")
    return redirect(back(where, f"theme-{theme_id}"), 303)


@blueprint.route(f"{THEME}/notes", methods=["GET", "POST"])
def note_on_theme(slug: str, number: int, theme_id: int) -> ResponseReturnValue:
    where, form = workshop_at(slug, number), ThemeNoteForm()
    theme = theme_of(where.workshop, theme_id, seen_by=actor())
    if form.validate_on_submit() and form.attempt(
        lambda: notes.add_note(actor(), where.workshop, theme, form.note.data or "")
    ):
        return redirect(back(where, f"theme-{theme_id}"), 303)
    return _page("note", where, form, theme=theme)


def _page(name: str, where: WorkshopContext, form: BaseForm, **more: Any) -> tuple[str, int]:
    values = {"network": where.network, "workshop": where.workshop, "address": where.address, "back": back(where)}
    return render_template(f"workshops/board/{name}.html", form=form, **values, **more), form.status


def _where_it_lies(where: WorkshopContext, card: Contribution) -> tuple[Board, CardView]:
    """The board, and the card as the reader may see it there."""
    shown = board(where.workshop, actor(), author_token=author_token(where))
    every = [*shown.loose, *shown.tray, *(each for theme in shown.themes for each in theme.cards)]
    here = next((each for each in every if each.id == card.id), None)
    if here is None:
        raise NotFound
    return shown, here


def _offer(form: MoveCardForm, shown: Board, here: CardView, offers: Suggestions) -> None:
    """What can be chosen, with the most similar themes and cards first."""
    titles, texts = {theme.id: theme.title for theme in shown.themes}, texts_of(shown)
    # A card that was offered when the page was drawn may still be chosen, whatever is most similar by now.
    asked = (form.theme.data or "").removeprefix(CARD)
    alike = dict.fromkeys([*offers.cards.get(here.id, ()), *([asked] if asked in texts and asked != here.id else [])])
    form.offer(
        [(each, titles[each]) for each in offers.themes.get(here.id, ())],
        titles.items(),
        cards=[(each, shorten(texts[each], 60, placeholder="…")) for each in alike],
        grouped=here.theme_id is not None,
    )


def _target(where: WorkshopContext, form: MoveCardForm) -> Theme | Contribution | str | None:
    if form.card_id:
        return find_card(where.workshop, form.card_id, seen_by=actor())
    if form.title.data:
        return form.title.data
    return theme_of(where.workshop, form.theme_id, seen_by=actor()) if form.theme_id is not None else None


def _move(where: WorkshopContext, card: Contribution, form: MoveCardForm) -> bool:
    target, seen = _target(where, form), form.page_version
    if isinstance(target, Contribution):
        put_together(actor(), where.workshop, card, target, form.title.data or "", seen_version=seen)
    else:
        grouping.move_card(actor(), where.workshop, card, target, seen_version=seen)
    return True


def _merge_form(where: WorkshopContext, theme: Theme) -> MergeForm:
    form = MergeForm(version=str(theme.version))
    standing = themes_standing(where.workshop, seen_by=actor()).themes
    form.offer(each for each in standing if each.id != theme.id)
    return form


def _next_card() -> str:
    """Where the list goes on after this card, so that a keyboard need not start from its top again."""
    after = request.form.get("after", "")
    return f"card-{after}" if re.fullmatch(r"[0-9a-f]{24}", after) else "themes"
