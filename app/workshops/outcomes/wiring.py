"""Plugs outcomes and the write-up into the application."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.networks.policy import Capability, networks_of
from app.texts import places
from app.texts.places import TextPlace
from app.web.page.panels import offer
from app.workshops.models import Workshop, WriteUpSection
from app.workshops.outcomes import panels, views  # noqa: F401 - their addresses
from app.workshops.outcomes.write_up import views as write_up  # noqa: F401 - their addresses
from app.workshops.outcomes.write_up.services import WRITE_UP_TEXT
from app.workshops.policy import visible_sections


def init_app(_app: Flask) -> None:
    _hold_texts()
    offer("topics.topic.history", panels.of_topic, order=20)
    offer("topics.issue.history", panels.of_issue, order=20)
    offer("interventions.intervention.side", panels.of_intervention, order=20)
    offer("actions.action.side", panels.of_action, order=20)


def _hold_texts() -> None:
    """What write-ups name and show; whom they name hears of it when they are published."""

    def who_reads(actor: Actor) -> dict[str, Any]:
        return {"me": actor.person_id, **networks_of(actor, Capability.READ, Capability.STEER)}

    places.offer(
        TextPlace(
            kind=WRITE_UP_TEXT,
            model=WriteUpSection,
            visible=visible_sections,
            values=who_reads,
            noun=lazy_gettext("Write-up"),
            path="workshops/{}/write-up",
            number=Workshop.number,
            network=Workshop.network_id,
            author=WriteUpSection.edited_by_id,
            at=WriteUpSection.edited_at,
            title=Workshop.title,
            joined=((Workshop, Workshop.id == WriteUpSection.workshop_id),),
            columns=(("body_md", "body_html"),),
        )
    )
