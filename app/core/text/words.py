"""Small matters of wording that several features share: plurals, days, ages, quotation marks."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from unicodedata import bidirectional

from app.core import clock

_SINGLE = str.maketrans("“”", "‘’")


def isolated(words: str) -> str:
    """Words inside a sentence of ours, where no element can stand around them. From right to left they keep to themselves."""
    if words.isascii() or not any(bidirectional(sign) in {"R", "AL"} for sign in words):
        return words
    # The signs that HTML's <bdi> stands for: first strong isolate, pop directional isolate.
    return f"\u2068{words}\u2069"


def quoted(title: str) -> str:
    """A title in quotation marks; those that it brings along become single ones inside."""
    inner = title[1:-1] if re.fullmatch(r"“[^“”]*”", title) else title
    return f"“{isolated(inner.translate(_SINGLE))}”"


def plural(count: int, one: str, many: str = "") -> str:
    """1 vote, 2 votes; the number always stands with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def weeks_in_words(week_from: int, week_to: int) -> str:
    """Week 8, or weeks 8 to 10."""
    first, last = (str(week).replace("-", "−") for week in (week_from, week_to))
    return f"week {first}" if first == last else f"weeks {first} to {last}"


def day(value: date | datetime | None) -> str:
    """20 July 2018, by the site's calendar."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def short_day(value: date | datetime | None) -> str:
    """20 Jul, with the year unless it is this one."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b}" if local.year == clock.today().year else f"{local.day} {local:%b %Y}"


def moment(value: datetime | None) -> str:
    """20 July 2018, 21:42 on the site's clock."""
    return "–" if value is None else f"{day(value)}, {clock.local(value):%H:%M}"


def age(value: datetime | date | None) -> str:
    """How long it has been so, in the largest unit that says enough: 5 minutes, 3 hours, 12 days, 4 months.

    "" for less than a minute, and for a day that is today: there is nothing to say yet.
    """
    if value is None:
        return ""
    gone = clock.now() - value if isinstance(value, datetime) else timedelta(days=(clock.today() - value).days)
    for unit, length in (("year", 365), ("month", 30.44), ("day", 1)):
        if (count := int(gone / timedelta(days=length))) and (unit != "month" or count > 1 or gone.days > 45):
            return plural(count, unit)
    for unit, seconds in (("hour", 3600), ("minute", 60)):
        if (count := int(gone.total_seconds() / seconds)) > 0:
            return plural(count, unit)
    return ""


def ago(value: datetime | date | None) -> str:
    """The same as a time in the past: 5 minutes ago, just now; of a day, today."""
    if value is None:
        return ""
    gone = age(value)
    return f"{gone} ago" if gone else "just now" if isinstance(value, datetime) else "today"


def in_units(size: int) -> str:
    """950 bytes, 12.3 MB, 4.0 GB: decimal units, as disks are sold."""
    if size < 1000:
        return plural(size, "byte")
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount < 999.95:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:,.1f} {unit}"
