"""A topic's page is long: it begins with the way to its parts, and each leads somewhere."""

from __future__ import annotations

from collections.abc import Callable

from app.core.db import db
from app.topics import services as topics
from tests.client import StrictClient
from tests.people import World


def test_each_entry_leads_to_a_part_of_the_page(as_: Callable[[str | None], StrictClient], world: World) -> None:
    topics.raise_topic(world.actor("amina"), world.s215, title="Moles", statement_md="They mix up mass and amount.")
    db.session.commit()
    page = as_("ben").get("/networks/s215/topics/1")
    [way] = page.find_all("nav", **{"class": "section-bar no-print"})
    links = {"".join(link.itertext()): link.get("href") or "" for link in way.iter("a")}
    assert list(links) == [
        "Statement",
        "Stumbling blocks",
        "What students did",
        "Interventions",
        "Actions",
        "Discussion",
        "History",
    ]
    assert all(f'id="{target[1:]}"' in page.answer.text for target in links.values())
