"""A list that is made to cost is read as fast as any other."""

from __future__ import annotations

import pytest

from app.networks.invitations.pasted import read, remaining
from tests.cpu import at_most

#: As much as the form takes.
MOST = 200_000


@pytest.mark.parametrize(
    "unit",
    [
        "@", "a@", "a@b", "<@", "<", "<a@b<", "< @", "<\t", "a@b <a@b ", "\t", "a@b;", '"a@b', "(", "•", "a@b\n",
        "email\n", "@\n", '"', '""\t', '\t"', '\t""', '\t""x', '"\n', '\n"a', '""\n', '"@\n',
    ],
)  # fmt: skip
@pytest.mark.parametrize("length", [MOST, 1_990], ids=["one line", "many lines"])
def test_what_is_hostile_is_read_once(unit: str, length: int) -> None:
    line = (unit * length)[:length]
    text = "\n".join([line] * (MOST // length))
    with at_most(9):
        read(text)


def test_a_line_with_angles_that_nobody_closes_is_read_once() -> None:
    for inner in ("@", "@ ", "\t", "a@"):
        with at_most(9):
            read("\n".join(["x@y.org <" + inner * (1_900 // len(inner))] * 100))


def test_what_remains_of_many_heads_is_found_once() -> None:
    text = "email\n" * 20_000 + "x\n" * 2_000
    entries = read(text)
    with at_most(9):
        assert remaining(text, entries).count("x") == 2_000


def test_words_before_an_address_are_read_once() -> None:
    with at_most(9):
        read("word " * 30_000 + "a@b.org c@d.org")
