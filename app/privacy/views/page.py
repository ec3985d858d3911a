"""The privacy page for everybody; its words and the record of processing for the administrator."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import markdown
from app.privacy import record
from app.privacy.forms import PrivacyPageForm
from app.privacy.policy import Permission
from app.privacy.queries.page import worded_page
from app.privacy.services.wording import word_page
from app.privacy.views.routes import blueprint
from app.web.actor import actor, public
from config import Settings


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about whom: as the university says it, or as it is drafted."""
    page = worded_page()
    html = page.body_html if page else markdown.render(record.draft(_settings()))
    return render_template("privacy/privacy.html", body=Markup(html), page=page)  # noqa: S704 -- rendered from Markdown


@blueprint.route("/admin/privacy", methods=["GET", "POST"])
def word() -> ResponseReturnValue:
    require(actor(), Permission.KEEP_PAGE, None)
    page = worded_page()
    drafted = record.draft(_settings())
    form = PrivacyPageForm(body_md=page.body_md if page else drafted, version=str(page.version if page else 0))
    if form.validate_on_submit():
        said = form.body_md.data or ""
        if form.attempt(lambda: _say(said, form.page_version), page):
            flash(gettext("The privacy page says so now."), "done")
            return redirect(url_for("privacy.word"), 303)
    return render_template("privacy/word.html", form=form, page=page), form.status


def _say(said: str, seen_version: int) -> bool:
    word_page(actor(), said, seen_version=seen_version)
    return True


@blueprint.get("/admin/privacy/record")
def processing() -> str:
    """The record of processing, as the models declare it."""
    require(actor(), Permission.SEE_RECORD, None)
    return render_template("privacy/record.html", rows=list(record.rows(_settings())))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
