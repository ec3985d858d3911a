"""What pages and the API ask for: overlays of topics and modules, with the voices beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from app.analytics import current_store
from app.analytics.catalogue import Catalogue
from app.analytics.charts import Marker
from app.analytics.measures import MaterialQuery
from app.analytics.measures.figures import Overlay
from app.analytics.measures.material_query import site_sets
from app.analytics.policy import Permission
from app.analytics.questions.budget import Asker, ask
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.interventions.models import Intervention, InterventionTarget
from app.interventions.policy import Permission as Interventions
from app.networks.models import LearningNetwork, Module, Presentation
from app.networks.policy import holds_the_data
from app.topics.models import TopicMapping, TrickyTopic


@dataclass(frozen=True)
class _OfModule:
    """A module as a subject of permission: its network, if it has one."""

    network_id: int | None


def topic_mapping(topic: TrickyTopic, seen_by: Actor) -> TopicMapping | None:
    """The mapping with which the topic was loaded; None while nobody has mapped the topic."""
    require(seen_by, Permission.SEE, topic)
    return topic.mapping


def as_question(module_code: str, mapping: TopicMapping) -> MaterialQuery:
    """A topic's mapping as the store understands it; question labels stay on the page."""
    return MaterialQuery(
        module=module_code,
        week_from=mapping.week_from,
        week_to=mapping.week_to,
        activity_types=tuple(mapping.activity_types) or None,
        sites=tuple(mapping.sites) or None,
        assessments=tuple(dict.fromkeys(one.assessment for one in mapping.assessments)),
    )


def topic_overlay(network: LearningNetwork, topic: TrickyTopic, seen_by: Actor) -> Overlay:
    """The protected figures of a mapped topic. NotFound while it is unmapped or its module has no data."""
    mapping = topic_mapping(topic, seen_by)
    if mapping is None:
        raise NotFound(
            gettext("Topic %(number)s is not mapped to the module yet.", number=topic.number),
            gettext("Any member who raises topics can map it."),
        )
    code = network.module.code
    catalogue = current_store.store().catalogue_for(code)
    if catalogue is None:
        raise NotFound(
            gettext("There is no dataset for %(code)s yet.", code=code),
            gettext("The analyst of the network can import one."),
        )
    return figures_of_topic(code, topic, mapping, catalogue, seen_by)


def figures_of_topic(
    code: str, topic: TrickyTopic, mapping: TopicMapping, catalogue: Catalogue, seen_by: Actor
) -> Overlay:
    """The overlay of a topic's mapping. Refused if its sites are a new set and the network has asked for too many.

    The question is written down as that of the person who mapped the topic, and once for all who read it.
    """
    require(seen_by, Permission.SEE, topic)
    question = as_question(code, mapping)
    asker = Asker(person_id=mapping.mapped_by_id, through=f"topic {topic.number}")
    ask(code, topic.network_id, site_sets(question, catalogue), asker, note_repeats=False)
    return current_store.measures().overlay(question, catalogue)


def module_overlay(network: LearningNetwork, seen_by: Actor) -> Overlay | None:
    """The whole module's figures; None while no dataset has the module."""
    require(seen_by, Permission.SEE, network)
    code = network.module.code
    if current_store.store().dataset_for(code) is None:
        return None
    return current_store.measures().overlay(MaterialQuery(module=code))


def any_measure(mapping: MaterialQuery, seen_by: Actor) -> Overlay:
    """What `/api/v1/measures` answers. A module one may not ask about is not told from one that is not there."""
    found = select(LearningNetwork.id).join(Module).where(Module.code == mapping.module)
    network_id = db.session.scalar(found)
    require(seen_by, Permission.ASK, _OfModule(network_id))
    catalogue = current_store.store().catalogue_for(mapping.module)
    if catalogue is None:
        raise NotFound(gettext("No dataset has the module %(module)s.", module=mapping.module))
    if seen_by.person_id is not None:
        holds = holds_the_data(seen_by, network_id)
        asker = Asker(person_id=seen_by.person_id, through="the API", holds_the_data=holds)
        ask(mapping.module, network_id, site_sets(mapping, catalogue), asker, note_repeats=True)
    return current_store.measures().overlay(mapping, catalogue)


def live_markers(topic: TrickyTopic, seen_by: Actor) -> tuple[Marker, ...]:
    """Interventions for the topic that went live in a presentation with a known first day."""
    require(seen_by, Interventions.READ, topic)
    return tuple(Marker.of(*row) for row in rows_of(_LIVE, {"topic": topic.id}))


_LIVE: Select[*tuple[Any, ...]] = (
    select(Intervention.number, Intervention.title, Intervention.live_on, Presentation.code, Presentation.starts_on)
    .join(Presentation, Presentation.id == Intervention.live_in_id)
    .where(
        Intervention.id.in_(
            select(InterventionTarget.intervention_id).where(InterventionTarget.topic_id == bindparam("topic"))
        ),
        Intervention.live_on.is_not(None),
        Presentation.starts_on.is_not(None),
    )
    .order_by(Intervention.live_on, Intervention.id)
)
