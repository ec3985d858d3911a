"""A result in words: what its page, its table and the write-up say alike. Pure."""

from __future__ import annotations

from app.core.language.spoken import gettext
from app.core.numbers import percent
from app.core.numbers.ranks import Concordance
from app.core.text.words import plural
from app.workshops.models import Method
from app.workshops.voting.queries.results import RoundResults
from app.workshops.voting.scoring import Consensus, Rated, Scored


def agreement(of: Concordance) -> str:
    """Kendall's W with what belongs to it."""
    chance = "p < 0.001" if of.p < 0.001 else f"p = {of.p:.3f}"
    return gettext(
        "Agreement: Kendall’s W = %(w)s, corrected for ties; %(raters)s ballots, %(items)s "
        "themes; χ² = %(chi_square)s with %(freedom)s degrees of freedom, %(chance)s. 0 is no "
        "agreement, 1 is one mind.",
        w=f"{of.w:.2f}",
        raters=of.raters,
        items=of.items,
        chi_square=f"{of.chi_square:.2f}",
        freedom=of.freedom,
        chance=chance,
    )


def overall(found: RoundResults) -> list[str]:
    """What is said of the whole result, a sentence each."""
    said = []
    if found.top_three is not None:
        said.append(
            gettext("Concentration: the three first hold %(top_three)s%% of all dots.", top_three=found.top_three)
        )
    if found.concordance is not None:
        said.append(agreement(found.concordance))
    if found.rated:
        counts = [f"{kind.value} {sum(each.consensus is kind for each in found.rated.values())}" for kind in Consensus]
        few = [f"rated by too few {len(found.few)}"] if found.few else []
        said.append(
            gettext("Of %(items)s themes: %(value)s.", items=len(found.items), value=", ".join([*counts, *few]))
        )
    if found.steady is not None:
        steady, of = found.steady
        said.append(gettext("Steady between the rounds: %(steady)s of %(of)s themes.", steady=steady, of=of))
    return said


def figures(found: RoundResults, item: int) -> str:
    """One theme's figures in a line."""
    if (rated := found.rated.get(item)) is not None:
        return f"{_rated(rated)}{_since(found, item)}"
    if item in found.few:
        return f"rated by {found.few[item]}, too few to show how"
    scored = found.scored.get(item)
    if scored is None:
        return "not rated" if found.round.method is Method.RATE else "no points"
    return _scored(found, scored)


def _rated(row: Rated) -> str:
    return (
        f"{row.consensus.value}, median {row.median:g} (quartiles {row.lower:g} and {row.upper:g}), "
        f"{row.percent_high}% gave 7 to 9 and {row.percent_low}% gave 1 to 3, {row.raters} rated it"
    )


def _since(found: RoundResults, item: int) -> str:
    moved = found.moved(item)
    if moved is None:
        return ""
    word = "steady" if found.is_steady(item) else "moved"
    return f"; since the first round {word}: median {by_how_much(moved[0])}, spread {by_how_much(moved[1])}"


def by_how_much(change: float) -> str:
    """A change with its sign; a minus is a minus and not a hyphen."""
    return f"{change:+g}".replace("-", "−") if change else "unchanged"


def _scored(found: RoundResults, row: Scored) -> str:
    ballots = found.turnout.ballots
    people = f"{row.voters} of {ballots} ({percent(row.voters, ballots)}%)"
    if found.round.method is Method.DOTS:
        return f"{plural(row.points, 'dot')} of {people}, {row.percent_of_most}% of the most possible"
    best = f", best place {row.best}" if row.best else ""
    return f"{row.points} points, {row.percent_of_most}% of the most possible, ranked by {people}{best}"
