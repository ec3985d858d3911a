"""Reads about where things stand: of topics and issues in the loop, what waits for a person, what waits in a network."""

from __future__ import annotations

from app.standing.queries.each import waits_of
from app.standing.queries.standings import standings
from app.standing.queries.waiting import Waiter, roles_held, waiting_for, waiting_in, without_reply

__all__ = ["Waiter", "roles_held", "standings", "waiting_for", "waiting_in", "waits_of", "without_reply"]
