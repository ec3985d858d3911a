"""Numbers that come in an address or a form, where anything may stand."""

from __future__ import annotations


def names_a_row(text: str | None) -> bool:
    """Whether a row could have this number. Other digits than 0 to 9, or more than a database's integer holds, name none."""
    return text is not None and text.isascii() and text.isdigit() and len(text) <= 9


def percent(part: int, whole: int) -> int:
    """A whole percentage, halves rounded up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0
