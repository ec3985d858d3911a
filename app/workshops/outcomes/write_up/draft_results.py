"""The write-up's section on results: turnout, rule, each theme's figures, and what is said of the whole. Pure."""

from __future__ import annotations

from app.core.text.words import day
from app.workshops.voting.queries.result_words import figures, overall
from app.workshops.voting.queries.results import RoundResults
from app.workshops.wording import way_to_vote


def draft_results(found: RoundResults | None, titles: dict[int, str]) -> str:
    """Markdown; `titles` are the themes' titles as Markdown reads them as plain words."""
    if found is None:
        return "There was no final ballot."
    one, turnout = found.round, found.turnout
    closed = f", closed {day(one.closed_at)}" if one.closed_at else ""
    head = (
        f"Final ballot by {way_to_vote(one.method, one.budget)}{closed}: {turnout.ballots} of {turnout.electorate} voted "
        f"({turnout.percent}%){_places(found)}. {one.rule}"
    )
    if found.withheld:
        return f"{head}\n\nToo few voted to show a result."
    rows = [f"{at}. {titles[item.id]}: {figures(found, item.id)}" for at, item in enumerate(found.items, 1)]
    return "\n".join([head, "", *rows, *(line for said in overall(found) for line in ("", said))])


def _places(found: RoundResults) -> str:
    turnout = found.turnout
    if turnout.in_the_room is None:
        return ""
    return f", {turnout.in_the_room} of them from the room and {turnout.elsewhere} from elsewhere"
