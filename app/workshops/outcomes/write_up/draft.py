"""The write-up drafts itself: each section as Markdown, from what the rows say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.text import markdown
from app.core.text.words import day, plural
from app.workshops.board.queries.board import Board, ThemeView
from app.workshops.board.queries.cards import CardView
from app.workshops.models import Anonymity, Channel, ThemeList, Workshop
from app.workshops.outcomes.queries import OutcomeView
from app.workshops.outcomes.write_up.draft_method import Conduct, draft_method
from app.workshops.outcomes.write_up.draft_results import draft_results
from app.workshops.voting.queries.results import RoundResults
from app.workshops.wording import weight

#: So many cards of a theme are quoted; the board has them all.
QUOTED = 5
#: Under so many people no number of them is given where no names are kept.
FEWEST = 5


@dataclass(frozen=True)
class WriteUpFacts:
    """What a draft is made from."""

    workshop: Workshop
    attended: int
    contributed: int
    board: Board
    endings: Mapping[int, OutcomeView]
    results: RoundResults | None
    conduct: Conduct

    @property
    def themes(self) -> Sequence[ThemeView]:
        return self.board.themes

    @property
    def loose(self) -> list[CardView]:
        """Cards in no theme."""
        return [*self.board.loose, *self.board.tray]

    @property
    def cards(self) -> list[CardView]:
        return [card for theme in self.themes for card in theme.cards] + self.loose


def draft(section: str, facts: WriteUpFacts) -> str:
    """The Markdown of a section, by its name in sections.SECTIONS."""
    return _DRAFTS[section](facts)


def _purpose(facts: WriteUpFacts) -> str:
    return facts.workshop.purpose


def _who(facts: WriteUpFacts) -> str:
    invited = facts.conduct.invited
    said = [f"{plural(invited, 'person was', 'people were')} invited."]
    if facts.workshop.phases:
        said.append(f"{_people(facts.attended, facts)} were in the meeting.")
    meets = bool(facts.workshop.phases)
    when_ever = ", before, in or after it" if meets else ""
    said.append(f"{_people(facts.contributed, facts)} wrote a card or seconded a theme{when_ever}.")
    when = {channel: sum(card.channel is channel for card in facts.cards) for channel in Channel}
    if any(when.values()) and not meets:
        said.append(
            f"Of {sum(when.values())} cards {when[Channel.BEFORE]} were written before the board opened and "
            f"{when[Channel.AFTER]} afterwards; all count alike."
        )
    elif any(when.values()):
        said.append(
            f"Of {sum(when.values())} cards {when[Channel.BEFORE]} were written before the meeting, "
            f"{when[Channel.LIVE]} in it and {when[Channel.AFTER]} after it; all count alike."
        )
    return " ".join(said)


def _people(count: int, facts: WriteUpFacts) -> str:
    few = facts.workshop.anonymity is Anonymity.UNATTRIBUTED and 0 < count < FEWEST
    return f"Fewer than {FEWEST}" if few else str(count)


def _themes(facts: WriteUpFacts) -> str:
    parts = []
    for of in ThemeList:
        here = [theme for theme in facts.themes if theme.list is of]
        if here:
            parts.append(f"### {of.value[:1].upper()}{of.value[1:]}")
            parts += [_theme(theme) for theme in here]
    if not parts:
        parts.append("No cards were grouped into themes.")
    return "\n\n".join([*parts, *_left_out(facts)])


def _left_out(facts: WriteUpFacts) -> list[str]:
    """What a reader would look for in vain: cards in no theme, and hidden ones with the reasons given."""
    said = []
    loose = sum(card.text is not None for card in facts.loose)
    if loose:
        said.append(f"{plural(loose, 'more card stands', 'more cards stand')} in no theme; the board has them.")
    hidden = [card.hidden_reason for card in facts.cards if card.hidden_reason]
    if hidden:
        why = "; ".join(f"“{_inline(reason)}”" for reason in dict.fromkeys(hidden))
        were = "card was hidden and is" if len(hidden) == 1 else "cards were hidden and are"
        said.append(f"{len(hidden)} {were} left out. The reason given: {why}")
    return said


def _added(facts: WriteUpFacts) -> str:
    """The channel, never the person: what came after the meeting, theme by theme, word for word.

    Where nobody met, what came once the board was open.
    """
    lines = []
    for theme in facts.themes:
        said = _said([card for card in theme.cards if card.channel is Channel.AFTER])
        if said:
            lines += [f"### {_inline(theme.title)}", *said]
    rest = _said([card for card in facts.loose if card.channel is Channel.AFTER])
    if rest:
        lines += ["### In no theme yet", *rest]
    return (
        "\n\n".join(lines)
        or f"No card was added after {'the meeting' if facts.workshop.phases else 'the board opened'}."
    )


def _said(cards: Sequence[CardView]) -> list[str]:
    texts = [card.text for card in cards if card.text is not None]
    more = [f"and {len(texts) - QUOTED} more on the board."] if len(texts) > QUOTED else []
    return [*map(markdown.quotation, texts[:QUOTED]), *more]


def _discussion(facts: WriteUpFacts) -> str:
    """The notes, which carry their writer's name whatever the cards do."""
    lines = []
    for theme in facts.themes:
        if theme.notes:
            lines.append(f"### {_inline(theme.title)}")
            lines.append("\n".join(f"- {_inline(note.text)} ({_inline(note.author)})" for note in theme.notes))
    return "\n\n".join(lines) or "No note was taken."


def _theme(theme: ThemeView) -> str:
    head = f"#### {_inline(theme.title)}\n\n{weight(theme.said, theme.secondings)}"
    was = [f"Merged into it: {', '.join(_inline(title) for title in theme.was)}."] if theme.was else []
    return "\n\n".join([head, *was, *_said(theme.cards)])


def _results(facts: WriteUpFacts) -> str:
    found = facts.results
    return draft_results(found, {item.id: _inline(item.title) for item in found.items} if found else {})


def _outcomes(facts: WriteUpFacts) -> str:
    lines = []
    for theme in facts.themes:
        ended = facts.endings.get(theme.id)
        lines.append(f"- **{_inline(theme.title)}**: {_ending(ended) if ended else 'not decided yet'}")
    return "\n".join(lines) or "There was nothing to decide."


def _ending(ended: OutcomeView) -> str:
    row = ended.outcome
    if not ended.path:
        return f"no action, because {_inline(row.reason or '')}"
    owner = f"{row.owner.name}, by {day(row.due_on)}" if row.owner and row.due_on else "no owner yet"
    return f"[{ended.noun} {ended.number}: {_inline(ended.title)}]({ended.path}); {owner}"


def _method(facts: WriteUpFacts) -> str:
    return draft_method(facts.workshop, facts.conduct)


def _inline(text: str) -> str:
    """One line that Markdown reads as plain words."""
    return markdown.literal(" ".join(text.split()))


_DRAFTS: dict[str, Callable[[WriteUpFacts], str]] = {
    "purpose": _purpose,
    "who": _who,
    "themes": _themes,
    "added": _added,
    "discussion": _discussion,
    "results": _results,
    "outcomes": _outcomes,
    "method": _method,
}
