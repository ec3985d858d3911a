"""The story of one network as steps in time, each done by the ordinary services at its own moment."""

from __future__ import annotations

from datetime import timedelta

from app.demo import deciding, meeting, talking
from app.demo.content_files import moment
from app.demo.script import Script
from app.networks import services as networks


def run(telling: Script) -> None:
    """Lay out every step of the story."""
    _opening(telling)
    _cycle(telling)
    talking.discussions(telling)
    talking.topics(telling)
    talking.issues(telling)
    deciding.run(telling)
    meeting.run(telling)


def _opening(telling: Script) -> None:
    told, network, cast = telling.told, telling.network, telling.cast
    opened = moment(told["opened"])

    def set_up() -> None:
        named = {
            name: cast[told[f"{name}_person"]].person_id for name in ("sponsor", "data", "analytics", "interventions")
        }
        networks.set_up_network(
            cast["chair"],
            network,
            purpose=told["purpose"],
            code_of_conduct_md=told["conduct"],
            sponsor_id=named["sponsor"],
            data_responsible_id=named["data"],
            analytics_responsible_id=named["analytics"],
            interventions_responsible_id=named["interventions"],
        )
        networks.move_network(cast["chair"], network, "prime")

    telling.at(opened, set_up)
    telling.at(opened + timedelta(days=28), lambda: networks.move_network(cast["moderator1"], network, "activate"))
    for date in told.get("dates", ()):
        telling.at("2018-07-16 10:00", _set_date, telling, date)
    if "dormant" in told:
        reason = "No post by a person for 28 days. Offered to the next presentation."
        telling.at(told["dormant"], lambda: networks.move_network(cast["moderator1"], network, "rest", reason))


def _set_date(telling: Script, date: dict[str, str]) -> None:
    networks.set_critical_date(
        telling.cast[date["by"]], telling.network, at=moment(date["at"]), title=date["title"], reason=date["reason"]
    )


def _cycle(telling: Script) -> None:
    told, cast = telling.told, telling.cast

    def begin() -> None:
        telling.made["cycle"] = networks.open_cycle(
            cast["chair"],
            telling.network,
            baseline_id=telling.presentation(told["baseline"]).id,
            target_id=telling.presentation(told["target"]).id,
            concern=told["concern"],
        )

    telling.at(moment(told["opened"]) + timedelta(minutes=10), begin)

    def enter(stage: str) -> None:
        networks.move_cycle(cast["moderator1"], telling.made["cycle"], f"enter_{stage}")

    for stage, when in told["cycle"]:
        telling.at(when, enter, stage)
