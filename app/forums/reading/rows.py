"""What was new to a person, kept for a while."""

from __future__ import annotations

from typing import NamedTuple


class Unread(NamedTuple):
    """What was new to a person, so that it can be so again: the marks and spans of each strand with something new."""

    marks: dict[int, int]
    #: Strand, first and last post.
    spans: list[tuple[int, int, int]]
