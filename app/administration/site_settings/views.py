"""The administrator's pages about the site's settings."""

from __future__ import annotations

import os
from typing import Any, TypeVar
from zoneinfo import available_timezones

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import oneself
from app.accounts.views.routes import attempt_with_password
from app.administration.site_settings import queries, services
from app.administration.site_settings.forms import FirstSettingsForm, SiteSettingsForm
from app.administration.site_settings.rules import defaults, set_by_environment
from app.administration.views import blueprint
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.site.in_force import in_force, read_anew
from app.core.site.models import SiteSettings
from app.networks.policy import Permission
from app.web.actor import actor
from app.web.extensions import limiter
from app.web.forms import new_form_key
from app.web.serving.stream_origin import is_own_name
from config import Settings

F = TypeVar("F", bound=FirstSettingsForm)
#: Of a hung server each try holds a thread for ten seconds.
OFTEN = "4 per minute; 30 per hour"


@blueprint.route("/admin/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """The few settings that live on a page. What the environment sets is shown, and not to be changed here."""
    require(actor(), Permission.ADMINISTER, None)
    form = _form(SiteSettingsForm)
    if form.validate_on_submit() and _saved(form):
        flash(gettext("Saved. Every part of the site goes by it within ten seconds."), "done")
        return redirect(url_for("administration.settings"), 303)
    return _page("settings", form, form_key=new_form_key()), form.status


@blueprint.route("/admin/settings/first", methods=["GET", "POST"])
def first_settings() -> ResponseReturnValue:
    """The step after the first account: what the site is called. The rest has good defaults."""
    require(actor(), Permission.ADMINISTER, None)
    form = _form(FirstSettingsForm)
    if services.is_alone(actor()):
        del form.current_password
    if form.validate_on_submit() and _saved(form, beginning=True):
        flash(gettext("Saved. Next: the first network, now or whenever you like."), "done")
        return redirect(url_for("networks.admin"), 303)
    return _page("first_settings", form), form.status


@blueprint.post("/admin/settings/test-letter")
@limiter.limit(OFTEN, key_func=lambda: f"test letter of {actor().person_id}")
def test_letter() -> ResponseReturnValue:
    """Send the administrator a letter by the settings as they are saved, and say what came of it."""
    require(actor(), Permission.ADMINISTER, None)
    to, folder = oneself(seen_by=actor()).email, _settings().data_dir / "mail"
    if fault := services.send_test_letter(actor(), to, folder=folder, secret=current_app.config["SECRET_KEY"]):
        flash(gettext("The test letter was not taken: %(fault)s", fault=fault), "problem")
    elif in_force().mail_server is None:
        flash(
            gettext(
                "There is no mail server: the test letter to %(to)s lies as a file in %(folder)s.", to=to, folder=folder
            ),
            "info",
        )
    else:
        flash(
            gettext(
                "The server took the test letter to %(to)s. Look whether it arrives, and not among the unwanted.", to=to
            ),
            "done",
        )
    return redirect(url_for("administration.settings", _anchor="test-letter"), 303)


@blueprint.get("/admin/settings/all")
def all_settings() -> ResponseReturnValue:
    """Every setting in force, where it comes from, and the versions of what the site is made of."""
    lines = queries.all_settings(actor(), _settings(), os.environ)
    return render_template("administration/all_settings.html", lines=lines, versions=queries.versions(actor()))


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _form(kind: type[F]) -> F:
    """Filled with what is in force, without the fields that the environment sets."""
    row = queries.stored_settings(actor())
    shown = {name: getattr(row, name) or default for name, default in defaults(_settings()).items()}
    if not row.base_url and not is_own_name(request.host):
        shown["base_url"] = request.host_url.rstrip("/")  # as the administrator reached it, so do the others
    form = kind(data=shown | {"smtp_port": row.smtp_port, "smtp_password": "", "version": str(row.version)})
    for name in set_by_environment(_settings()):
        if name in form:
            del form[name]
    return form


def _saved(form: FirstSettingsForm, *, beginning: bool = False) -> bool:
    given, secret, seen = form.given(), current_app.config["SECRET_KEY"], form.page_version

    def change(typed: str) -> SiteSettings:
        how: dict[str, Any] = {"environment": _settings(), "secret": secret, "seen_version": seen}
        return services.change_settings(actor(), given, **how, password=typed, beginning=beginning)

    if "current_password" in form and form.current_password.data:
        done = attempt_with_password(form, oneself(seen_by=actor()), change)
    else:
        done = form.succeeds(lambda: change(""))
    if done:
        return True
    form.now_seen(queries.stored_settings(actor()).version)
    return False


def _page(name: str, form: FirstSettingsForm, **more: Any) -> str:
    return render_template(
        f"administration/{name}.html",
        form=form,
        fixed_by=set_by_environment(_settings()),
        site=read_anew(),  # and the head of this page goes by it too
        zones=sorted(each for each in available_timezones() if each.startswith("Europe/")),
        **more,
    )
