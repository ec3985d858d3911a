"""The texts of the demo, read from `content/`, and times as the story gives them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.clock import LONDON

CONTENT = Path(__file__).parent / "content"
NETWORKS = ("s215", "mst124", "h800")

#: The demo's clock stands here when it has been seeded, and runs on.
NOW = datetime(2018, 7, 20, 19, 0, tzinfo=LONDON).astimezone(UTC)

#: Accounts that belong to no single network: name, and the role in each network by slug.
EVERYWHERE: dict[str, tuple[str, dict[str, str]]] = {
    "moderator1": ("Network Moderator", dict.fromkeys(NETWORKS, "moderator")),
    "wrangler": ("Data Wrangler", dict.fromkeys(NETWORKS, "analyst")),
    "ld1": ("Learning Designer", dict.fromkeys(NETWORKS, "analyst")),
    "researcher": ("Insider Researcher", dict.fromkeys(NETWORKS, "researcher")),
    "sponsor.stem": ("Associate Dean (sponsor)", dict.fromkeys(NETWORKS, "sponsor")),
    "stafftutor.sci": ("Staff Tutor (Chemistry)", {"s215": "staff tutor"}),
    "stafftutor.maths": ("Staff Tutor (Mathematics)", {"mst124": "staff tutor"}),
    "cm.s215": ("Curriculum Manager", {"s215": "module team"}),
    "admin": ("Platform Administrator", {}),
}


def content_of(slug: str) -> dict[str, Any]:
    """Everything told about one network."""
    with (CONTENT / f"{slug}.toml").open("rb") as text:
        return tomllib.load(text)


def moment(text: str) -> datetime:
    """The instant of a UK time such as 2017-05-23 21:42."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def accounts(slug: str, told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(login, display name, role) of the people of one network alone."""
    code = told["code"]
    chair = "Chair" if slug == "h800" else "Module Team Chair"
    people = [(f"chair.{slug}", f"{code} {chair}", "chair")]
    people += [(f"mt{n}.{slug}", f"{code} Module Team Member {n}", "module team") for n in range(2, told["team"] + 1)]
    people += [(f"al{n:02}.{slug}", f"{code} AL {n:02}", "al") for n in range(1, told["als"] + 1)]
    return people


def email(login: str) -> str:
    return f"{login}@example.org"
