"""Which topics that have just been raised say what another one says already: a hint for whoever places them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, networks_where
from app.similarity.nearest import nearest
from app.topics.models import TrickyTopic
from app.topics.queries.links import LIKE_ENOUGH, MOST_COMPARED


class Alike(NamedTuple):
    """A topic that waits to be placed, and the one that it is most like."""

    number: int
    title: str
    other_number: int
    other_title: str
    slug: str
    code: str


def probable_duplicates(networks: Collection[int], *, seen_by: Actor, most: int = 6) -> list[Alike]:
    """In these networks, as far as the reader belongs to them: the newest suggested topics that are like another one."""
    ids = sorted(networks_where(seen_by, Capability.READ) & frozenset(networks))
    rows = rows_of(_TOPICS, {"networks": ids}).all() if ids else []
    by_network = defaultdict(list)
    for row in rows:
        by_network[row.network_id].append(row)
    found = []
    for row in [each for each in rows if each.state == "suggested"][:most]:
        others = [each for each in by_network[row.network_id] if each.id != row.id]
        near = nearest(f"{row.title} {row.text}", [f"{each.title}\n{each.text}" for each in others], 1, LIKE_ENOUGH)
        found += [Alike(row.number, row.title, others[at].number, others[at].title, row.slug, row.code) for at in near]
    return found


_TOPICS = (
    select(
        TrickyTopic.id,
        TrickyTopic.network_id,
        TrickyTopic.number,
        TrickyTopic.title,
        TrickyTopic.statement_md.label("text"),
        TrickyTopic.state,
        LearningNetwork.slug,
        Module.code,
    )
    .join(LearningNetwork, LearningNetwork.id == TrickyTopic.network_id)
    .join(Module, Module.id == LearningNetwork.module_id)
    .where(
        TrickyTopic.network_id.in_(bindparam("networks", expanding=True)),
        TrickyTopic.state.not_in(["merged", "moved_to_issue"]),
    )
    .order_by(TrickyTopic.created_at.desc(), TrickyTopic.id.desc())
    .limit(MOST_COMPARED)
)
