"""Which topics that have just been raised say what another one says already: a hint for whoever places them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.lifecycle import OVER
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
    found: list[Alike] = []
    named: set[int] = set()
    for row in [each for each in rows if each.state == "suggested"][:most]:
        others = by_network[row.network_id]
        # All texts of a network at once, itself among them: so they are read once, however many are laid beside them.
        near = nearest(f"{row.title}\n{row.text}", [f"{each.title}\n{each.text}" for each in others], 2, LIKE_ENOUGH)
        other = next((others[at] for at in near if others[at].id != row.id), None)
        if other is not None and not {row.id, other.id} <= named:
            named |= {row.id, other.id}
            found.append(Alike(row.number, row.title, other.number, other.title, row.slug, row.code))
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
        LearningNetwork.state.not_in(OVER),
    )
    .order_by(TrickyTopic.created_at.desc(), TrickyTopic.id.desc())
    .limit(MOST_COMPARED)
)
