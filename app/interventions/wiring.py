"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.accounts.events import AccountsMerged
from app.core.events import listen
from app.core.language.spoken import lazy_gettext
from app.interventions import listeners, panels
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.interventions.services.proposing import INTERVENTION_TEXT
from app.interventions.views import blueprint
from app.networks.naming.numbered import Numbered
from app.texts import places
from app.texts.places import TextPlace
from app.topics.events import IssueRaised, TopicsMerged
from app.web.page.panels import offer


def init_app(app: Flask) -> None:
    """Register blueprint, listeners and panels."""
    app.register_blueprint(blueprint)
    Numbered("V", "intervention", "interventions", Intervention, visible_interventions, INTERVENTION.label).register()
    places.offer(
        TextPlace(
            kind=INTERVENTION_TEXT,
            model=Intervention,
            visible=visible_interventions,
            noun=lazy_gettext("Intervention"),
            path="interventions/{}",
            number=Intervention.number,
            network=Intervention.network_id,
            author=Intervention.proposed_by_id,
            at=Intervention.created_at,
            title=Intervention.title,
            columns=(("rationale_md", "rationale_html"), ("outcome_md", "outcome_html")),
        )
    )
    listen(AccountsMerged, listeners.follow_merged_accounts)
    listen(TopicsMerged, listeners.follow_merged_topic)
    listen(IssueRaised, listeners.follow_moved_topic)
    offer("interventions.intervention.side", panels.mentioned, order=90)
    offer("networks.nav", panels.nav, order=30)
    offer("topics.topic.main", panels.for_topic, order=20)
    offer("topics.topic.sections", panels.sections, order=20)
    offer("topics.issue.sections", panels.sections, order=20)
    offer("topics.issue.main", panels.for_issue, order=20)
    offer("networks.write", panels.ways_to_write, order=30)
    offer("networks.home.side", panels.on_network_home, order=30)
