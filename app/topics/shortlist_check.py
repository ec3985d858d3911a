"""What a topic needs before it can stand on the shortlist (method: section 6). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.language.spoken import gettext

FEWEST_BLOCKS = 3
MOST_BLOCKS = 6


@dataclass(frozen=True)
class Check:
    """One line of the list. `needed` lines cannot be overridden; the others can, with a note."""

    words: str
    met: bool
    needed: bool
    hint: str


@dataclass(frozen=True)
class ShortlistCheck:
    checks: tuple[Check, ...]

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.needed and not check.met)

    @property
    def warnings(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.needed and not check.met)

    @property
    def passed(self) -> bool:
        return not self.missing and not self.warnings


def shortlist_check(blocks: int, examples: int, codes: int) -> ShortlistCheck:
    """Three to six stumbling blocks (a warning), at least one example and one distiller code (both needed)."""
    return ShortlistCheck(
        (
            Check(
                f"{FEWEST_BLOCKS} to {MOST_BLOCKS} stumbling blocks ({blocks} now)",
                FEWEST_BLOCKS <= blocks <= MOST_BLOCKS,
                needed=False,
                hint=_hint_of_blocks(blocks),
            ),
            Check(
                f"At least one problem example ({examples} now)",
                examples >= 1,
                needed=True,
                hint="Add what a student wrote or said that shows the problem.",
            ),
            Check(
                f"At least one Problem Distiller code ({codes} now)",
                codes >= 1,
                needed=True,
                hint="Say for one example why students do not understand.",
            ),
        )
    )


def _hint_of_blocks(blocks: int) -> str:
    if blocks > MOST_BLOCKS:
        return gettext("More than six usually means two topics in one. Put some together, or say why they must stay.")
    return gettext(
        "Fewer than three usually means that the topic is not taken apart yet. Add some, or say why it is enough."
    )
