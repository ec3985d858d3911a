"""What else hangs on discussions and posts: features above say beforehand what becomes of it, or why it cannot be.

They are called with the ids of what is about to change its place and with whoever asks, and read only what that person may
read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from app.core.actor import Actor

Told = Callable[[Collection[int], Actor], Iterable[str]]
_of_posts: list[Told] = []
_bonds: list[Told] = []


def say_what_becomes(told: Told) -> None:
    """Ask this for sentences before posts change their discussion; listing it twice changes nothing."""
    if told not in _of_posts:
        _of_posts.append(told)


def keep_in_place(told: Told) -> None:
    """Ask this why discussions cannot be emptied: something has its talk there. No sentence, no objection."""
    if told not in _bonds:
        _bonds.append(told)


def what_becomes(post_ids: Collection[int], seen_by: Actor) -> list[str]:
    return [each for told in _of_posts for each in told(post_ids, seen_by)]


def bonds(discussion_ids: Collection[int], seen_by: Actor) -> list[str]:
    return [each for told in _bonds for each in told(discussion_ids, seen_by)]
