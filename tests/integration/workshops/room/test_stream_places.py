"""Places for streams are bounded by person and by network."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app import create_app
from app.core.db import db
from tests.client import StrictClient
from tests.factories.workshops import a_workshop
from tests.people import World

ADDRESS = "/networks/s215/workshops/1/stream"


def test_nobody_takes_all_places(live_app: Flask) -> None:
    """One person has so many and one network so many; who is told no finds the same by asking, and the others come in."""
    a_workshop(World(), "collecting")
    db.session.commit()
    db.session.remove()
    limits = {"streams_at_once": 9, "streams_per_person": 2, "streams_per_network": 3}
    app = create_app(replace(live_app.extensions["settings"], serves_streams=True, **limits))
    amina, ben = (StrictClient(app, getattr(World(), name).id).client for name in ("amina", "ben"))
    held = [amina.get(ADDRESS), amina.get(ADDRESS)]
    refused = amina.get(ADDRESS)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "20")
    assert "in 2 windows already" in refused.text
    held.append(ben.get(ADDRESS))
    crowded = ben.get(ADDRESS)
    assert (crowded.status_code, crowded.headers["Retry-After"]) == (503, "20")
    assert "of this network" in crowded.text
    held.pop(0).close()
    held.append(ben.get(ADDRESS))
    assert [each.status_code for each in held] == [200, 200, 200]
    for each in held:
        each.close()
    with app.app_context():
        db.engine.dispose()
