"""What pages ask about workshops. Each function takes the reader and gives only what they may see."""

from __future__ import annotations

from app.workshops.queries.listing import mine_under_way, under_way, workshops
from app.workshops.queries.one import part_of, seat_of, workshop

__all__ = ["mine_under_way", "part_of", "seat_of", "under_way", "workshop", "workshops"]
