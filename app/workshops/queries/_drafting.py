"""The write-up drafts itself: each section as Markdown, from what the rows say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core import clock, markdown
from app.workshops.models import Anonymity, Channel, Method, Outcome, ThemeList, Workshop
from app.workshops.phases import TEMPLATES
from app.workshops.queries.board import ThemeView
from app.workshops.queries.results import Results
from app.workshops.words import STORED, weight

#: So many cards of a theme are quoted; the board has them all.
QUOTED = 5
#: Under so many people no number of them is given where no names are kept.
FEWEST = 5


@dataclass(frozen=True)
class Ended:
    """What became of a theme. `noun` and `number` name the thing that was made; "no action" has none."""

    outcome: Outcome
    path: str
    noun: str
    number: int | None
    title: str


@dataclass(frozen=True)
class Facts:
    """What a draft is made from."""

    workshop: Workshop
    invited: int
    attended: int
    contributed: int
    themes: Sequence[ThemeView]
    endings: Mapping[int, Ended]
    results: Results | None


def draft(section: str, facts: Facts) -> str:
    """The Markdown of a section, by its name in words.SECTIONS."""
    return _DRAFTS[section](facts)


def _purpose(facts: Facts) -> str:
    return facts.workshop.purpose


def _who(facts: Facts) -> str:
    said = [f"{facts.invited} people were invited."]
    if facts.workshop.phases:
        said.append(f"{_people(facts.attended, facts)} were in the meeting.")
    said.append(f"{_people(facts.contributed, facts)} wrote a card or seconded a theme, before, in or after it.")
    after = sum(card.channel is Channel.AFTER for theme in facts.themes for card in theme.cards)
    if after:
        said.append(f"{after} of the cards were added after the meeting; they count as much as the others.")
    return " ".join(said)


def _people(count: int, facts: Facts) -> str:
    few = facts.workshop.anonymity is Anonymity.UNATTRIBUTED and 0 < count < FEWEST
    return f"Fewer than {FEWEST}" if few else str(count)


def _themes(facts: Facts) -> str:
    parts = []
    for of in ThemeList:
        here = [theme for theme in facts.themes if theme.list is of]
        if here:
            parts.append(f"### {of.value[:1].upper()}{of.value[1:]}")
            parts += [_theme(theme) for theme in here]
    return "\n\n".join(parts) or "No cards were grouped into themes."


def _theme(theme: ThemeView) -> str:
    said = [card.text for card in theme.cards if card.text is not None]
    lines = [f"**{_inline(theme.title)}** ({weight(len(theme.cards), theme.secondings)})"]
    lines += [markdown.quotation(text) for text in said[:QUOTED]]
    if len(said) > QUOTED:
        lines.append(f"and {len(said) - QUOTED} more on the board.")
    return "\n\n".join(lines)


def _results(facts: Facts) -> str:
    found = facts.results
    if found is None:
        return "There was no final ballot."
    turnout = found.turnout
    head = (
        f"Final ballot ({found.round.method.value}), closed {_day(found.round.closed_at)}: {turnout.ballots} of "
        f"{turnout.electorate} voted ({turnout.percent}%). {found.round.rule}"
    )
    if found.withheld:
        return f"{head}\n\nToo few voted to show a result."
    rows = [f"{at}. {_inline(item.title)}{_figure(found, item.id)}" for at, item in enumerate(found.items, 1)]
    return "\n".join([head, "", *rows])


def _figure(found: Results, item: int) -> str:
    if found.round.method is Method.RATE:
        rated = found.rated.get(item)
        return (
            f": median {rated.median:g}, {rated.consensus.value}, {rated.raters} rated it" if rated else ": not rated"
        )
    scored = found.scored.get(item)
    return f": {scored.points} points, {scored.voters} of {found.turnout.ballots} voters" if scored else ": no points"


def _outcomes(facts: Facts) -> str:
    lines = []
    for theme in facts.themes:
        ended = facts.endings.get(theme.id)
        lines.append(f"- **{_inline(theme.title)}**: {_ending(ended) if ended else 'not decided yet'}")
    return "\n".join(lines) or "There was nothing to decide."


def _ending(ended: Ended) -> str:
    row = ended.outcome
    if not ended.path:
        return f"no action, because {_inline(row.reason or '')}"
    owner = f"{row.owner.name}, by {_day_of(row.due_on)}" if row.owner and row.due_on else "no owner yet"
    return f"[{ended.noun} {ended.number}: {_inline(ended.title)}]({ended.path}); {owner}"


def _method(facts: Facts) -> str:
    one = facts.workshop
    template = TEMPLATES.get(one.template)
    phases = ", ".join(f"{phase.title.lower()} ({phase.minutes} min)" for phase in one.phases)
    parts = [f"{template.title}." if template else "", f"Phases: {phases}." if phases else "There was no meeting."]
    parts += [STORED[one.anonymity], f"Catch-up: {one.catch_up_hours} hours; final ballot: {one.ballot_hours} hours."]
    return " ".join(part for part in parts if part)


def _inline(text: str) -> str:
    """One line that Markdown reads as plain words."""
    return markdown.literal(" ".join(text.split()))


def _day(moment: object) -> str:
    local = clock.local(moment) if moment is not None else None  # type: ignore[arg-type]
    return f"{local.day} {local:%B %Y}" if local else "not yet"


def _day_of(day: object) -> str:
    return f"{day.day} {day:%B %Y}"  # type: ignore[attr-defined]


_DRAFTS: dict[str, Callable[[Facts], str]] = {
    "purpose": _purpose,
    "who": _who,
    "themes": _themes,
    "results": _results,
    "outcomes": _outcomes,
    "method": _method,
}
