"""The sections of a write-up, in order."""

from __future__ import annotations

SECTIONS = {
    "purpose": "What it was for",
    "who": "Who took part",
    "themes": "What was said",
    "added": "What was added afterwards",
    "discussion": "What was discussed",
    "results": "What was preferred",
    "outcomes": "What becomes of it",
    "method": "How it was done",
}
