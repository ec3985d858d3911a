"""Statistics of ranks and ratings. Pure; each formula says where it is from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import erfc, exp, lgamma, log, sqrt
from statistics import quantiles


@dataclass(frozen=True)
class Concordance:
    """Kendall's W with the correction for ties, and without it for comparison."""

    w: float
    uncorrected: float
    chi_square: float
    freedom: int
    p: float
    raters: int
    items: int


def quartiles(values: Sequence[int]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile by linear interpolation: Hyndman and Fan 1996, definition 7."""
    if len(values) == 1:
        return float(values[0]), float(values[0]), float(values[0])
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    return float(lower), float(median), float(upper)


def ranks(order: Sequence[int], items: Sequence[int]) -> list[Fraction]:
    """The rank of each item; the unranked share the mean of the remaining ranks."""
    shared = Fraction(len(order) + 1 + len(items), 2)
    place = {item: Fraction(at + 1) for at, item in enumerate(order)}
    return [place.get(item, shared) for item in items]


def kendalls_w(rows: Sequence[Sequence[Fraction]]) -> Concordance | None:
    """W = 12 S / (m² (n³ - n) - m ΣT), one row of ranks for each rater; None if everybody ties everything.

    S is the sum of squared deviations of the items' rank sums, T = Σ(t³ - t) over a rater's groups of t tied ranks
    (Kendall and Gibbons 1990, chapter 6; Siegel and Castellan 1988, 9.4). The test is chi-square = m (n - 1) W with
    n - 1 degrees of freedom, which is Friedman's; it is rough for few raters.
    """
    m, n = len(rows), len(rows[0])
    sums = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
    mean = sum(sums, Fraction(0)) / n
    s = sum(((each - mean) ** 2 for each in sums), Fraction(0))
    ties = sum(t**3 - t for row in rows for t in Counter(row).values())
    whole = m**2 * (n**3 - n)
    if whole == m * ties:
        return None
    w = 12 * s / (whole - m * ties)
    chi_square = float(m * (n - 1) * w)
    tail = chi_square_tail(chi_square, n - 1)
    return Concordance(float(w), float(12 * s / whole), chi_square, n - 1, tail, m, n)


def chi_square_tail(value: float, freedom: int) -> float:
    """P(X ≥ value) for chi-square with a whole number of degrees of freedom, by its finite sum.

    Abramowitz and Stegun 1964, 26.4.4 (odd) and 26.4.5 (even): nothing is cut off, so it is exact to the float.
    """
    half = value / 2  # of the smallest float there is, this is 0
    if half <= 0:
        return 1.0
    odd = freedom % 2
    start = erfc(sqrt(half)) if odd else 0.0
    # In logarithms, because a power and a factorial would each overflow long before their ratio does.
    powers = [at + odd / 2 for at in range(freedom // 2)]
    return min(1.0, start + sum(exp(power * log(half) - half - lgamma(power + 1)) for power in powers))
