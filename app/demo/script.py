"""What is carried from step to step while the story of one network is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.demo.content_files import moment
from app.demo.people import Cast
from app.networks.models import LearningNetwork, Presentation

#: A moment, and what is done then.
Step = tuple[datetime, Callable[[], object]]


@dataclass
class Script:
    """What a step may need: the network, its people, and what earlier steps made, by key."""

    network: LearningNetwork
    told: dict[str, Any]
    cast: Cast
    made: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def at(self, when: datetime | str, do: Callable[..., object], *given: object) -> None:
        """Do this, with what is given, at that moment; steps of the same moment keep the order in which they were told."""
        instant = moment(when) if isinstance(when, str) else when
        self.steps.append((instant, len(self.steps), partial(do, *given)))

    def presentation(self, code: str) -> Presentation:
        found = select(Presentation).where(Presentation.module_id == self.network.module_id, Presentation.code == code)
        return db.session.scalars(found).one()

    def in_order(self) -> list[Step]:
        return [(instant, do) for instant, _, do in sorted(self.steps, key=lambda step: step[:2])]
