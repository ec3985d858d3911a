"""Small matters of wording that several features share: plurals, days, ages, quotation marks."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from unicodedata import bidirectional

from app.core import clock
from app.core.language.spoken import gettext, lazy_gettext, ngettext

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
    if first == last:
        return gettext("week %(number)s", number=first)
    return gettext("weeks %(first)s to %(last)s", first=first, last=last)


_MONTHS = (
    lazy_gettext("January"),
    lazy_gettext("February"),
    lazy_gettext("March"),
    lazy_gettext("April"),
    lazy_gettext("May"),
    lazy_gettext("June"),
    lazy_gettext("July"),
    lazy_gettext("August"),
    lazy_gettext("September"),
    lazy_gettext("October"),
    lazy_gettext("November"),
    lazy_gettext("December"),
)
_SHORT_MONTHS = (
    lazy_gettext("Jan"),
    lazy_gettext("Feb"),
    lazy_gettext("Mar"),
    lazy_gettext("Apr"),
    lazy_gettext("May"),
    lazy_gettext("Jun"),
    lazy_gettext("Jul"),
    lazy_gettext("Aug"),
    lazy_gettext("Sep"),
    lazy_gettext("Oct"),
    lazy_gettext("Nov"),
    lazy_gettext("Dec"),
)


_WEEKDAYS = (
    lazy_gettext("Monday"),
    lazy_gettext("Tuesday"),
    lazy_gettext("Wednesday"),
    lazy_gettext("Thursday"),
    lazy_gettext("Friday"),
    lazy_gettext("Saturday"),
    lazy_gettext("Sunday"),
)


def weekday(value: datetime) -> str:
    """Friday, on the site's clock."""
    return str(_WEEKDAYS[clock.local(value).weekday()])


def day(value: date | datetime | None) -> str:
    """20 July 2018, by the site's calendar."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    return gettext("%(day)s %(month)s %(year)s", day=local.day, month=_MONTHS[local.month - 1], year=local.year)


def month(value: date | datetime) -> str:
    """July 2018, by the site's calendar."""
    local = clock.local(value) if isinstance(value, datetime) else value
    return gettext("%(month)s %(year)s", month=_MONTHS[local.month - 1], year=local.year)


def short_day(value: date | datetime | None) -> str:
    """20 Jul, with the year unless it is this one."""
    if value is None:
        return "–"
    local = clock.local(value) if isinstance(value, datetime) else value
    month = _SHORT_MONTHS[local.month - 1]
    if local.year == clock.today().year:
        return gettext("%(day)s %(month)s", day=local.day, month=month)
    return gettext("%(day)s %(month)s %(year)s", day=local.day, month=month, year=local.year)


def moment(value: datetime | None) -> str:
    """20 July 2018, 21:42 on the site's clock."""
    return "–" if value is None else f"{day(value)}, {clock.local(value):%H:%M}"


def _years(count: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", count)


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count)


def _hours(count: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", count)


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count)


_LONG = ((_years, timedelta(days=365)), (_months, timedelta(days=30.44)), (_days, timedelta(days=1)))
_SHORT = ((_hours, timedelta(hours=1)), (_minutes, timedelta(minutes=1)))


def age(value: datetime | date | None) -> str:
    """How long it has been so, in the largest unit that says enough: 5 minutes, 3 hours, 12 days, 4 months.

    "" for less than a minute, and for a day that is today: there is nothing to say yet.
    """
    if value is None:
        return ""
    gone = clock.now() - value if isinstance(value, datetime) else timedelta(days=(clock.today() - value).days)
    for words, length in _LONG:
        if (count := int(gone / length)) and (words is not _months or count > 1 or gone.days > 45):
            return words(count)
    for words, length in _SHORT:
        if (count := int(gone / length)) > 0:
            return words(count)
    return ""


def ago(value: datetime | date | None) -> str:
    """The same as a time in the past: 5 minutes ago, just now; of a day, today."""
    if value is None:
        return ""
    gone = age(value)
    if gone:
        return gettext("%(time)s ago", time=gone)
    return gettext("just now") if isinstance(value, datetime) else gettext("today")


_LAST_HERE_ON = (
    lazy_gettext("You were last here on Monday."),
    lazy_gettext("You were last here on Tuesday."),
    lazy_gettext("You were last here on Wednesday."),
    lazy_gettext("You were last here on Thursday."),
    lazy_gettext("You were last here on Friday."),
    lazy_gettext("You were last here on Saturday."),
    lazy_gettext("You were last here on Sunday."),
)


def last_here(value: datetime) -> str:
    """When a visit was, as one says it: today at 14:05, yesterday, on Tuesday, on 3 October."""
    days = (clock.today() - clock.local(value).date()).days
    if days <= 0:
        return gettext("You were last here today at %(time)s.", time=clock_time(value))
    if days == 1:
        return gettext("You were last here yesterday.")
    if days < 7:
        return str(_LAST_HERE_ON[clock.local(value).weekday()])
    return gettext("You were last here on %(day)s.", day=short_day(value))


def clock_time(value: datetime) -> str:
    """14:05, on the site's clock."""
    return f"{clock.local(value):%H:%M}"


def in_units(size: int) -> str:
    """950 bytes, 12.3 MB, 4.0 GB: decimal units, as disks are sold."""
    if size < 1000:
        return ngettext("%(count)s byte", "%(count)s bytes", size)
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount < 999.95:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:,.1f} {unit}"
