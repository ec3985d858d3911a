"""What is said before a dataset is published, withdrawn or thrown away."""

from __future__ import annotations

from datetime import datetime

from app.analytics.keeping import queries
from app.core.language.spoken import gettext, ngettext
from app.core.text.words import day, plural
from app.web.actor import actor
from app.web.page.asking import Question


def before_publishing(id_: str) -> Question | None:
    found = queries.upload(id_, seen_by=actor())
    if (report := queries.report(found, seen_by=actor())) is None:
        return None
    consequences = [
        ngettext(
            "%(rows)s rows of %(count)s presentation serve from then on.",
            "%(rows)s rows of %(count)s presentations serve from then on.",
            len(report.lines),
            rows=f"{report.rows:,}",
        ),
        gettext("%(networks)s: figures change there at once.", networks=_networks(report.networks))
        if report.networks
        else _networks(0) + ".",
    ]
    if old := report.replaces:
        consequences.append(
            gettext(
                "%(set_name)s %(version)s, imported on %(fromisoformat)s, serves no more.",
                set_name=old.set_name,
                version=old.version,
                fromisoformat=day(datetime.fromisoformat(old.imported_at)),
            )
        )
    if report.leaving:
        consequences.append(
            gettext(
                "These are not in the new files, and their figures go: %(leaving)s.", leaving=", ".join(report.leaving)
            )
        )
    consequences.append(
        gettext("Modules and presentations that the site does not know are made, so that networks can be opened.")
    )
    way_back = gettext("Publishing the former files once more is the way back.")
    return Question(
        gettext("Publish this dataset?"), "Publish", consequences, way_back, kind="primary", about=found.source
    )


def before_withdrawing(set_name: str) -> Question | None:
    found = queries.dataset(set_name, seen_by=actor())
    if not found.serves:
        return None
    consequences = [
        gettext(
            "No figure of %(modules)s is shown any more, on pages or by the API.", modules=", ".join(found.modules)
        ),
        f"{_networks(found.networks)}.",
        gettext("Topics keep what they were mapped to, and presentations their codes."),
        gettext("It is in no backup that is made from then on."),
    ]
    way_back = gettext("Its files stay on the disk, and it can serve again at a press.")
    return Question(gettext("Withdraw this dataset?"), "Withdraw", consequences, way_back, about=found.manifest.source)


def before_throwing_away(id_: str) -> Question | None:
    found = queries.upload(id_, seen_by=actor())
    consequences = [
        gettext("What has arrived of these files is deleted, and what was read of them."),
        gettext("What serves is not touched."),
    ]
    return Question(
        gettext("Throw these files away?"),
        gettext("Throw away"),
        consequences,
        about=f"{found.set_name}: {found.source}",
    )


def _networks(many: int) -> str:
    return f"{plural(many, 'network has', 'networks have') if many else 'No network has'} a module that is in it"
