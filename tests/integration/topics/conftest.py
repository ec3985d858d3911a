"""A topic taken apart, an issue, and noise in another network, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.topics import services
from app.topics.models import AdditionalIssue, ExampleSource, IssueCategory, TrickyTopic
from tests.people import World


@pytest.fixture
def topic(world: World, actor_for: Callable[[str], Actor]) -> TrickyTopic:
    """Curly arrows, raised by Amina on S215; MST124 has a topic of the same number."""
    services.raise_topic(actor_for("chidi"), world.mst124, title="Radians", statement_md="Noise of another network.")
    services.raise_issue(
        actor_for("chidi"),
        world.mst124,
        title="Calculus units back to back",
        statement_md="Noise, too.",
        category=IssueCategory.PACE,
    )
    raised = services.raise_topic(
        actor_for("amina"), world.s215, title="Curly arrows", statement_md="They copy the *picture*, not what it means."
    )
    db.session.commit()
    return raised


@pytest.fixture
def ready(topic: TrickyTopic, actor_for: Callable[[str], Actor]) -> TrickyTopic:
    """The same, under discussion, with three stumbling blocks, an example and a code."""
    amina = actor_for("amina")
    services.move_topic(actor_for("marek"), topic, "accept")
    blocks = [
        services.add_block(amina, topic, title=title)
        for title in ("Starts at electrons", "Charge and octets", "Leaving group")
    ]
    services.add_example(
        amina,
        topic,
        text="The arrow shows where the atom goes.",
        source=ExampleSource.MARKING,
        block_ids=[blocks[0].id],
        codes=["4b"],
    )
    db.session.commit()
    return topic


@pytest.fixture
def issue(world: World, actor_for: Callable[[str], Actor]) -> AdditionalIssue:
    """Pace and volume, raised by Ben on S215."""
    raised = services.raise_issue(
        actor_for("ben"),
        world.s215,
        title="Pace and volume",
        statement_md="By week 12 mine are two weeks behind.",
        category=IssueCategory.PACE,
    )
    db.session.commit()
    return raised
