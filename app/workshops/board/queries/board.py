"""The board: themes with their cards, cards without a theme, the tray of late ones. Before the reveal it is empty.

The number of statements does not depend on the number of cards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import literal, or_, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.networks.models import IN_WORKSHOPS
from app.networks.policy import agreed_to_research
from app.workshops.board.author_tokens import digest_of_name, token_digest
from app.workshops.board.queries.cards import CardView, shown_cards
from app.workshops.models import Anonymity, GroupingStep, Seconding, Theme, ThemeList, ThemeNote, Workshop
from app.workshops.policy import Permission, Seat, reads_it_for_research
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible


@dataclass(frozen=True)
class NoteView:
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ThemeView:
    """A theme that stands, with what was merged into it."""

    id: int
    title: str
    list: ThemeList
    place: int | None
    discussed: bool
    version: int
    cards: tuple[CardView, ...]
    #: How many of the cards have words: a hidden one is a signpost and stands behind nothing.
    said: int
    #: How many saw this too, and whether the reader is among them.
    secondings: int
    seconded: bool
    notes: tuple[NoteView, ...]
    #: Titles of themes that were merged into this one.
    was: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """Everything on the board. Empty until cards are shown."""

    themes: tuple[ThemeView, ...] = ()
    loose: tuple[CardView, ...] = ()
    tray: tuple[CardView, ...] = ()
    #: The step that would be undone next.
    last_step: tuple[int, str, str] | None = None

    @property
    def cards(self) -> int:
        return sum(len(theme.cards) for theme in self.themes) + len(self.loose) + len(self.tray)


@dataclass(frozen=True)
class StandingThemes:
    """The themes of a workshop: those that stand, and where each one leads."""

    themes: tuple[Theme, ...] = ()
    leads_to: Mapping[int, int] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)


def board(workshop: Workshop, seen_by: Actor, *, author_token: str = "", seat: Seat | None = None) -> Board:
    """The board as this reader may see it."""
    seat = seat or seat_of(workshop, seen_by)
    if not cards_visible(workshop) or not allowed(seen_by, Permission.READ_BOARD, seat):
        return Board()
    standing = themes_standing(workshop, seen_by=seen_by, seat=seat)
    by_theme: dict[int | None, list[CardView]] = defaultdict(list)
    for card in shown_cards(workshop, seat, seen_by, author_token=author_token):
        by_theme[standing.leads_to.get(card.theme_id or 0)].append(card)
    loose = by_theme.pop(None, [])
    return Board(
        themes=tuple(_views(standing, by_theme, workshop, seat, seen_by, author_token)),
        loose=tuple(card for card in loose if not card.late),
        tray=tuple(card for card in loose if card.late),
        last_step=_last_step(workshop),
    )


def themes_of(
    workshop: Workshop, seen_by: Actor, *, author_token: str = "", seat: Seat | None = None
) -> list[ThemeView]:
    """The themes with their cards, in the order of the discussion; none before cards are shown."""
    return list(board(workshop, seen_by, author_token=author_token, seat=seat).themes)


def theme_of(workshop: Workshop, theme_id: int, *, seen_by: Actor) -> Theme:
    """The row of a theme of this workshop, merged away or not, for those who may read its board now; else NotFound."""
    shown = cards_visible(workshop) and allowed(seen_by, Permission.READ_BOARD, seat_of(workshop, seen_by))
    found = db.session.get(Theme, theme_id) if shown else None
    if found is None or found.workshop_id != workshop.id:
        raise NotFound
    return found


def themes_standing(workshop: Workshop, *, seen_by: Actor, seat: Seat | None = None) -> StandingThemes:
    """Themes that were not merged away, and for each theme the one it leads to. Titles only; none before the reveal."""
    if not cards_visible(workshop) or not allowed(seen_by, Permission.READ_BOARD, seat or seat_of(workshop, seen_by)):
        return StandingThemes()
    order = (Theme.place.is_(None), Theme.place, Theme.id)
    asked = select(Theme).where(Theme.workshop_id == workshop.id).order_by(*order)
    # As the database has them now: whoever waited for another's step may have loaded them before it.
    rows = db.session.scalars(asked.execution_options(populate_existing=True)).all()
    into = {theme.id: theme.merged_into_id for theme in rows}
    leads_to = {theme_id: _end(theme_id, into) for theme_id in into}
    standing = tuple(theme for theme in rows if theme.merged_into_id is None)
    return StandingThemes(standing, leads_to, {theme.id: theme.title for theme in rows})


def _end(theme_id: int, into: Mapping[int, int | None]) -> int:
    """Where the chain of merges ends. It has no ring: a theme is merged only into one that stands."""
    while (after := into.get(theme_id)) is not None:
        theme_id = after
    return theme_id


def _views(
    standing: StandingThemes,
    by_theme: Mapping[int | None, list[CardView]],
    workshop: Workshop,
    seat: Seat,
    seen_by: Actor,
    author_token: str,
) -> Iterable[ThemeView]:
    ids = list(standing.leads_to)
    marks, notes = _secondings(ids), _notes(ids, seat, seen_by)
    for theme in standing.themes:
        family = [each for each, end in standing.leads_to.items() if end == theme.id]
        mine = {(each, _own_mark(workshop, each, seen_by, author_token)) for each in family}
        seen = [(each, mark) for each in family for mark in marks[each]]
        yield ThemeView(
            id=theme.id,
            title=theme.title,
            list=theme.list,
            place=theme.place,
            discussed=theme.discussed,
            version=theme.version,
            cards=tuple(by_theme.get(theme.id, ())),
            said=sum(card.text is not None for card in by_theme.get(theme.id, ())),
            # Whoever had seconded both parts before a merge counts twice where no names are kept: nothing joins the two.
            secondings=len({mark for _, mark in seen}),
            seconded=bool(mine & set(seen)),
            notes=tuple(sorted((each for one in family for each in notes[one]), key=lambda each: each.at)),
            was=tuple(standing.titles[each] for each in family if each != theme.id),
        )


def _own_mark(workshop: Workshop, theme_id: int, seen_by: Actor, author_token: str) -> str:
    if workshop.anonymity is not Anonymity.UNATTRIBUTED:
        return digest_of_name(seen_by.person_id or 0)
    return token_digest(author_token, f"theme {theme_id}") if author_token else ""


def _secondings(theme_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for theme_id, mark in db.session.execute(
        select(Seconding.theme_id, Seconding.mark).where(Seconding.theme_id.in_(theme_ids))
    ):
        found[theme_id].append(mark)
    return found


def _notes(theme_ids: list[int], seat: Seat, seen_by: Actor) -> dict[int, list[NoteView]]:
    found: dict[int, list[NoteView]] = defaultdict(list)
    asked = select(ThemeNote.theme_id, Person.name, ThemeNote.text, ThemeNote.at).join(
        Person, Person.id == ThemeNote.author_id
    )
    if reads_it_for_research(seen_by, seat):
        agreed = agreed_to_research(ThemeNote.author_id, literal(seat.network_id), IN_WORKSHOPS)
        asked = asked.where(or_(agreed.correlate(ThemeNote), ThemeNote.author_id == seen_by.person_id))
    for theme_id, author, text, at in db.session.execute(asked.where(ThemeNote.theme_id.in_(theme_ids))):
        found[theme_id].append(NoteView(author, text, at))
    return found


def _last_step(workshop: Workshop) -> tuple[int, str, str] | None:
    last = (
        select(GroupingStep.id, GroupingStep.words, Person.name)
        .join(Person, Person.id == GroupingStep.by_id)
        .where(GroupingStep.workshop_id == workshop.id, GroupingStep.undone.is_(False))
        .order_by(GroupingStep.id.desc())
        .limit(1)
    )
    row = db.session.execute(last).first()
    return tuple(row) if row else None  # type: ignore[return-value]
