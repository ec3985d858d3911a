"""What pages ask about workshops. Each function takes the reader and gives only what they may see."""

from __future__ import annotations

from app.workshops.queries.one import part_of, seat_of, workshop

__all__ = ["part_of", "seat_of", "workshop"]
