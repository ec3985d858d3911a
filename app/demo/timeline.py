"""The story of one network as steps in time, each done by the ordinary services at its own moment."""

from __future__ import annotations

from datetime import timedelta

from app.demo import deciding, meeting, talking
from app.demo.content_files import moment
from app.demo.script import Script
from app.networks import services as networks


def run(script: Script) -> None:
    """Lay out every step of the story."""
    _opening(script)
    _cycle(script)
    talking.discussions(script)
    talking.topics(script)
    talking.issues(script)
    deciding.run(script)
    meeting.run(script)


def _opening(script: Script) -> None:
    told, network, cast = script.told, script.network, script.cast
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
        networks.move_network(cast["chair"], network, "begin")

    script.at(opened, set_up)
    script.at(opened + timedelta(days=28), lambda: networks.move_network(cast["moderator1"], network, "activate"))
    for date in told.get("dates", ()):
        script.at("2018-07-16 10:00", _set_date, script, date)
    if "dormant" in told:
        reason = "No post by a person for 28 days. Offered to the next presentation."
        script.at(told["dormant"], lambda: networks.move_network(cast["moderator1"], network, "rest", reason))


def _set_date(script: Script, date: dict[str, str]) -> None:
    networks.set_critical_date(
        script.cast[date["by"]], script.network, at=moment(date["at"]), title=date["title"], reason=date["reason"]
    )


def _cycle(script: Script) -> None:
    told, cast = script.told, script.cast

    def begin() -> None:
        script.made["cycle"] = networks.open_cycle(
            cast["chair"],
            script.network,
            baseline_id=script.presentation(told["baseline"]).id,
            target_id=script.presentation(told["target"]).id,
            concern=told["concern"],
        )

    script.at(moment(told["opened"]) + timedelta(minutes=10), begin)

    def enter(stage: str) -> None:
        networks.move_cycle(cast["moderator1"], script.made["cycle"], f"enter_{stage}")

    for stage, when in told["cycle"]:
        script.at(when, enter, stage)
