"""Datasets for who has no shell: send the files, have them checked, publish; withdraw, and let serve again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.analytics.dataset.importing import OULAD_ATTRIBUTION, OULAD_SOURCE
from app.analytics.keeping import pieces, queries, services
from app.analytics.keeping.asking import before_publishing, before_throwing_away, before_withdrawing
from app.analytics.keeping.forms import NewUploadForm, SendFilesForm
from app.analytics.keeping.pieces import OtherPlace, SentFile
from app.analytics.keeping.uploads import Upload
from app.analytics.policy import Permission
from app.core.errors import Invalid
from app.core.language.spoken import gettext, ngettext
from app.core.permissions import require
from app.core.text.words import plural
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.web.page.fragments import wants_fragment

blueprint = Blueprint("datasets", __name__)


@blueprint.route("/admin/datasets", methods=["GET", "POST"])
def datasets() -> ResponseReturnValue:
    """What serves, what is under way, and the form that begins another."""
    require(actor(), Permission.KEEP, None)
    usual = {"set_name": "oulad", "source": OULAD_SOURCE, "attribution": OULAD_ATTRIBUTION}
    form = NewUploadForm(data=usual if request.method == "GET" else None)
    if form.validate_on_submit():
        about = {name: str(form[name].data or "") for name in usual}
        if begun := form.attempt(lambda: services.begin_upload(actor(), **about)):
            return redirect(url_for(".upload", id_=begun.id), 303)
    kept, uploads = queries.datasets(seen_by=actor()), queries.every_upload(seen_by=actor())
    return render_template("analytics/datasets.html", form=form, datasets=kept, uploads=uploads), form.status


@blueprint.get("/admin/datasets/uploads/<id_>")
def upload(id_: str) -> ResponseReturnValue:
    """An upload as it stands. What the worker does with it is asked for again and again, as a part of the page."""
    found = queries.upload(id_, seen_by=actor())
    if wants_fragment() and found.progress.in_hand:
        return render_template("analytics/_checking.html", upload=found)
    page = render_template("analytics/upload.html", upload=found, form=SendFilesForm(formdata=None), **_shown(found))
    # Nothing is left of the part that asks: the whole page is another now.
    return (page, {"HX-Refresh": "true"}) if wants_fragment() else page


def _shown(found: Upload) -> dict[str, object]:
    return {
        "files": pieces.arrived_files(found),
        "missing": pieces.missing(found),
        "report": queries.report(found, seen_by=actor()),
        "largest": pieces.LARGEST_UPLOAD,
    }


@blueprint.post("/admin/datasets/uploads/<id_>/files")
def send_files(id_: str) -> ResponseReturnValue:
    """Small files in one form, where no script sends them in pieces."""
    found, form = queries.upload(id_, seen_by=actor()), SendFilesForm()
    given = [each for each in form.files.data or [] if isinstance(each, FileStorage) and each.filename]
    if form.validate_on_submit():
        if not given:
            raise Invalid(gettext("No file was chosen."), help_text=gettext("Choose one, then send it."))
        for each in given:
            octets = each.stream.read()
            services.send_piece(actor(), found, SentFile(pieces.kept_name(each.filename or ""), len(octets)), 0, octets)
        flash(ngettext("%(count)s file has arrived.", "%(count)s files have arrived.", len(given)), "done")
    return redirect(url_for(".upload", id_=id_), 303)


@blueprint.post("/admin/datasets/uploads/<id_>/pieces")
def send_piece(id_: str) -> ResponseReturnValue:
    """A piece of a file from the octet `at` on; without `at` nothing but how much of this file is here."""
    found, asked = queries.upload(id_, seen_by=actor()), request.args
    size, changed = asked.get("size", 0, int), asked.get("changed", 0, int)
    file = SentFile(pieces.kept_name(asked.get("name", "")), max(size, 0), max(changed, 0))
    at = asked.get("at", None, int)
    if at is None:
        return {"arrived": pieces.whole_until_now(found, file)}
    try:
        return {"arrived": services.send_piece(actor(), found, file, at, request.get_data(cache=False))}
    except OtherPlace as other:
        return {"arrived": other.arrived}, 409


@blueprint.post("/admin/datasets/uploads/<id_>/check")
def check(id_: str) -> ResponseReturnValue:
    services.check_upload(actor(), queries.upload(id_, seen_by=actor()))
    return redirect(url_for(".upload", id_=id_), 303)


@blueprint.post("/admin/datasets/uploads/<id_>/publish")
@asks_once(before_publishing)
def publish(id_: str) -> ResponseReturnValue:
    result = services.publish_upload(actor(), queries.upload(id_, seen_by=actor()))
    many = plural(len(result.presentations), "presentation")
    flash(
        gettext(
            "%(set_name)s %(version)s serves now: %(sum)s rows, %(many)s.",
            set_name=result.set_name,
            version=result.version,
            sum=f"{sum(result.rows.values()):,}",
            many=many,
        ),
        "done",
    )
    return redirect(url_for(".datasets"), 303)


@blueprint.post("/admin/datasets/uploads/<id_>/throw-away")
@asks_once(before_throwing_away)
def throw_away(id_: str) -> ResponseReturnValue:
    services.throw_upload_away(actor(), queries.upload(id_, seen_by=actor()))
    flash(gettext("The files are thrown away. What serves was not touched."), "done")
    return redirect(url_for(".datasets"), 303)


@blueprint.post("/admin/datasets/<set_name>/withdraw")
@asks_once(before_withdrawing)
def withdraw(set_name: str) -> ResponseReturnValue:
    services.withdraw_dataset(actor(), set_name)
    flash(gettext("%(set_name)s is withdrawn: its figures are shown nowhere.", set_name=set_name), "done")
    return redirect(url_for(".datasets"), 303)


@blueprint.post("/admin/datasets/<set_name>/serve")
def serve_again(set_name: str) -> ResponseReturnValue:
    services.serve_dataset_again(actor(), set_name)
    flash(gettext("%(set_name)s serves again.", set_name=set_name), "done")
    return redirect(url_for(".datasets"), 303)
