"""Ballot papers: what can be put on one, what a form's fields say, and the rule in words. Pure.

A choice is a theme and a number: its place (ranking), its rating from 1 to 9, or its dots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.text.words import plural
from app.workshops.models import Method
from app.workshops.visibility import FEWEST_BALLOTS
from app.workshops.voting.scoring import AGREED, OPPOSED

Choices = list[list[int]]
LOWEST, HIGHEST = 1, 9


@dataclass(frozen=True)
class BallotPaper:
    """What a round asks: how, about which themes, with how many dots or places."""

    method: Method
    items: Sequence[int]
    budget: int

    @classmethod
    def about(cls, items: Sequence[int], method: Method, budget: int) -> BallotPaper:
        """A paper with these themes: no more places to rank than there are themes."""
        places = min(budget, max(len(items), 1))
        return cls(method, items, {Method.RANK: places, Method.RATE: HIGHEST, Method.DOTS: budget}[method])

    def read(self, fields: Mapping[str, str]) -> Choices:
        """The choices that a form's fields make; empty fields choose nothing. Invalid names each faulty field."""
        if self.method is Method.RANK:
            chosen = [(place_field(place), fields.get(place_field(place), "")) for place in range(1, self.budget + 1)]
            numbers = _whole_numbers(chosen, "Choose a theme from the list.")
            return [[theme, place + 1] for place, theme in enumerate(numbers) if theme is not None]
        said = [(item_field(item), fields.get(item_field(item), "")) for item in self.items]
        scale = (
            gettext("Give a number from %(lowest)s to %(highest)s.", lowest=LOWEST, highest=HIGHEST)
            if self.method is Method.RATE
            else gettext("Give a whole number.")
        )
        found = zip(self.items, _whole_numbers(said, scale), strict=True)
        least = LOWEST if self.method is Method.RATE else 0
        return [[item, number] for item, number in found if number is not None and (number or least)]

    def fill(self, choices: Choices) -> dict[str, str]:
        """The fields that say these choices: the opposite of `read`."""
        if self.method is Method.RANK:
            return {place_field(place): str(theme) for theme, place in choices}
        return {item_field(theme): str(number) for theme, number in choices}

    def check(self, choices: Choices) -> None:
        """Refuse, field by field, what this paper cannot hold. A ballot without any choice is none."""
        if strangers := [theme for theme, _ in choices if theme not in self.items]:
            raise Invalid(
                gettext("Some of these themes are not on the ballot."), {item_field(each): [] for each in strangers}
            )
        if not choices and self.method is not Method.DOTS:
            raise Invalid(gettext("Nothing is chosen yet."), {self._first_field: [gettext("Choose at least one.")]})
        {Method.RANK: self._check_ranking, Method.RATE: self._check_rating, Method.DOTS: self._check_dots}[self.method](
            choices
        )

    @property
    def _first_field(self) -> str:
        return place_field(1) if self.method is Method.RANK else item_field(self.items[0])

    def _check_ranking(self, choices: Choices) -> None:
        places = dict[int, list[int]]()
        for theme, place in choices:
            places.setdefault(theme, []).append(place)
        twice = [place for of_theme in places.values() if len(of_theme) > 1 for place in of_theme[1:]]
        if twice:
            raise Invalid(
                gettext("One theme stands in two places."),
                {place_field(each): [gettext("It is ranked already.")] for each in twice},
            )
        used = sorted(place for _, place in choices)
        if len(used) > self.budget:
            raise Invalid(gettext("At most %(budget)s themes can be ranked.", budget=self.budget), {})
        if used != list(range(1, len(used) + 1)):
            gap = next(place for place in range(1, len(used) + 1) if place not in used)
            raise Invalid(
                gettext("A place is left empty before another."),
                {place_field(gap): [gettext("Fill this place first.")]},
            )

    def _check_rating(self, choices: Choices) -> None:
        wrong = [theme for theme, number in choices if not LOWEST <= number <= HIGHEST]
        self._once_each(choices)
        if wrong:
            fault = [gettext("Give a number from %(lowest)s to %(highest)s.", lowest=LOWEST, highest=HIGHEST)]
            raise Invalid(gettext("A rating is outside the scale."), {item_field(each): fault for each in wrong})

    def _check_dots(self, choices: Choices) -> None:
        self._once_each(choices)
        if any(number < 0 for _, number in choices):
            raise Invalid(gettext("Nobody gives less than no dots."), {})
        given = sum(number for _, number in choices)
        if given > self.budget:
            raise Invalid(
                gettext(
                    "These are %(given)s dots; you have %(budget)s. Take %(budget2)s back.",
                    given=given,
                    budget=self.budget,
                    budget2=given - self.budget,
                ),
                {},
            )

    def _once_each(self, choices: Choices) -> None:
        if any(times > 1 for times in Counter(theme for theme, _ in choices).values()):
            raise Invalid(gettext("A theme stands on the ballot twice."), {})


def place_field(place: int) -> str:
    return f"place-{place}"


def item_field(theme_id: int) -> str:
    return f"theme-{theme_id}"


def rule_of(paper: BallotPaper, *, final: bool, round_of: tuple[int, int] = (1, 1)) -> str:
    """How the result will be read: frozen with the round before the first vote."""
    themes = plural(len(paper.items), "theme")
    if paper.method is Method.RANK:
        words = gettext(
            "Everybody ranks up to %(budget)s of %(themes)s. A first place counts %(budget)s, the "
            "last place 1, a theme left out nothing. More points come first; then more people who "
            "ranked it; then the better best place.",
            budget=paper.budget,
            themes=themes,
        )
    elif paper.method is Method.RATE:
        words = gettext(
            "Everybody rates each of %(themes)s from %(lowest)s (not important) to %(highest)s (most "
            "important). A theme is in if at least %(agreed)s%% of those who rated it give 7 to 9 "
            "and fewer than %(opposed)s%% give 1 to 3; out if it is the other way round; else there "
            "is no consensus.",
            themes=themes,
            lowest=LOWEST,
            highest=HIGHEST,
            agreed=AGREED,
            opposed=OPPOSED,
        )
    else:
        words = gettext(
            "Everybody has %(budget)s dots for %(themes)s and puts as many on one as they like. More "
            "dots come first; then more people who gave any.",
            budget=paper.budget,
            themes=themes,
        )
    if not final:
        return gettext("%(words)s This only orders the discussion: it decides nothing.", words=words)
    number, rounds = round_of
    if rounds > 1:
        words += gettext(" This is round %(number)s of %(rounds)s; the last one counts.", number=number, rounds=rounds)
    return gettext(
        "%(words)s Nothing is shown of fewer than %(fewest_ballots)s ballots.",
        words=words,
        fewest_ballots=FEWEST_BALLOTS,
    )


def _whole_numbers(said: Sequence[tuple[str, str]], fault: str) -> list[int | None]:
    texts = [(name, text.strip()) for name, text in said]
    wrong = {name: [fault] for name, text in texts if text and not names_a_row(text)}
    if wrong:
        raise Invalid(gettext("Something here is not a whole number."), wrong)
    return [int(text) if text else None for _, text in texts]
