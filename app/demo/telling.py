"""What is carried from step to step while the story of one network is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.demo.people import Cast
from app.demo.story import moment
from app.networks.models import LearningNetwork, Presentation


@dataclass
class Telling:
    """What a step may need: the network, its people, and what earlier steps made, by key."""

    network: LearningNetwork
    told: dict[str, Any]
    cast: Cast
    made: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def at(self, when: datetime | str, do: Callable[[], None]) -> None:
        """Do this at that moment; steps of the same moment keep the order in which they were told."""
        instant = moment(when) if isinstance(when, str) else when
        self.steps.append((instant, len(self.steps), do))

    def presentation(self, code: str) -> Presentation:
        found = select(Presentation).where(Presentation.module_id == self.network.module_id, Presentation.code == code)
        return db.session.scalars(found).one()

    def in_order(self) -> list[tuple[datetime, Callable[[], None]]]:
        return [(instant, do) for instant, _, do in sorted(self.steps, key=lambda step: step[:2])]
