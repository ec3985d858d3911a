"""Similar cards: how often suggestions are right, and how long it takes to arrange 200 cards, by words and by sentences."""

from __future__ import annotations

import itertools
import time

from app.similarity import sentence_model
from app.similarity.clusters import clusters
from app.similarity.likeness import SENTENCES
from app.workshops.board.queries.grouping_proposals import NEAR
from tests.similar import METHODS, PARTS, likeness, right_cards, right_themes, vector, workshops


def main() -> None:
    print(f"\n{'similar cards':28}{'theme in 3':>12}{'card in 3':>12}{'hoped for':>12}{'cards':>8}")
    methods = {name: how for name, how in METHODS.items() if not how or sentence_model.is_installed()}
    for name, sentences in methods.items():
        for part in PARTS:
            asked = sum(bool(theme) for cards in workshops(part).values() for theme, _ in cards.values())
            themes, cards = right_themes(part, sentences=sentences), right_cards(part, sentences=sentences)
            hoped = 0.9 if sentences else 0.8
            print(f"{f'by {name}, {part}':28}{themes:12.0%}{cards:12.0%}{hoped:12.0%}{asked:8}")
    for name, sentences in methods.items():
        print(f"200 cards against 20 themes by {name}: {seconds(sentences=sentences):.2f} s (target: under 2)")
    if len(methods) < len(METHODS):
        print("The sentence model is not installed: `make model`.")
    else:
        print_proposals()


def seconds(*, sentences: bool) -> float:
    """Each of 200 cards compared with themes and cards, and (by sentences) all of them grouped; vectors are there. In processor time."""
    every = [each for part in PARTS for cards in workshops(part).values() for each in cards.items()]
    cards = dict(every[:200])
    if sentences:
        for _, text in cards.values():
            vector(text)
    held = {n: (f"Theme {n}", list(cards)[n * 4 : n * 4 + 4]) for n in range(20)}
    begun = time.process_time()
    like = likeness(cards, held, sentences=sentences)
    for key in cards:
        like.best_themes(key)
        like.best_cards(key, cards)
    if sentences:
        clusters(SENTENCES, like.cards, NEAR)
    return time.process_time() - begun


def print_proposals() -> None:
    """How many cards the model would group without a person, and how many pairs of them belong together."""
    for part in PARTS:
        pairs = right = grouped = every = 0
        for cards in workshops(part).values():
            every += len(cards)
            for group in clusters(SENTENCES, {key: vector(text) for key, (_, text) in cards.items()}, NEAR):
                grouped += len(group)
                found = [(cards[one][0], cards[other][0]) for one, other in itertools.combinations(group, 2)]
                pairs, right = pairs + len(found), right + sum(bool(one) and one == other for one, other in found)
        print(
            f"proposed themes, {part}: {grouped} of {every} cards, {right / pairs:.0%} of their pairs belong together"
        )


if __name__ == "__main__":
    main()
