"""What is said before a dataset is published, withdrawn or thrown away."""

from __future__ import annotations

from datetime import datetime

from app.analytics.keeping import queries
from app.core.text.words import day, plural
from app.web.actor import actor
from app.web.page.asking import Question


def before_publishing(id_: str) -> Question | None:
    found = queries.upload(id_, seen_by=actor())
    if (report := queries.report(found, seen_by=actor())) is None:
        return None
    consequences = [
        f"{report.rows:,} rows of {plural(len(report.lines), 'presentation')} serve from then on.",
        f"{_networks(report.networks)}: figures change there at once." if report.networks else _networks(0) + ".",
    ]
    if old := report.replaces:
        consequences.append(
            f"{old.set_name} {old.version}, imported on {day(datetime.fromisoformat(old.imported_at))}, serves no more."
        )
    if report.leaving:
        consequences.append(f"These are not in the new files, and their figures go: {', '.join(report.leaving)}.")
    consequences.append(
        "Modules and presentations that the site does not know are made, so that networks can be opened."
    )
    way_back = "Publishing the former files once more is the way back."
    return Question("Publish this dataset?", "Publish", consequences, way_back, kind="primary", about=found.source)


def before_withdrawing(set_name: str) -> Question | None:
    found = queries.dataset(set_name, seen_by=actor())
    if not found.serves:
        return None
    consequences = [
        f"No figure of {', '.join(found.modules)} is shown any more, on pages or by the API.",
        f"{_networks(found.networks)}.",
        "Topics keep what they were mapped to, and presentations their codes.",
        "It is in no backup that is made from then on.",
    ]
    way_back = "Its files stay on the disk, and it can serve again at a press."
    return Question("Withdraw this dataset?", "Withdraw", consequences, way_back, about=found.manifest.source)


def before_throwing_away(id_: str) -> Question | None:
    found = queries.upload(id_, seen_by=actor())
    consequences = [
        "What has arrived of these files is deleted, and what was read of them.",
        "What serves is not touched.",
    ]
    return Question("Throw these files away?", "Throw away", consequences, about=f"{found.set_name}: {found.source}")


def _networks(many: int) -> str:
    return f"{plural(many, 'network has', 'networks have') if many else 'No network has'} a module that is in it"
