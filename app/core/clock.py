"""The only place that asks the time.

The demo's clock stands at a fixed Friday in 2018 when it is seeded and runs on from there, so that
"overdue", "due soon" and "live" mean what the demo says. The offset is read once at the start of
each process; signed cookies and tokens do not use this clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_zone = LONDON

_offset = timedelta(0)
_fixed: datetime | None = None


def now() -> datetime:
    """The present instant, in UTC, aware."""
    return _fixed if _fixed is not None else real_now() + _offset


def real_now() -> datetime:
    """The machine's instant, whatever the demo's clock says: for expiries of links and tokens."""
    return datetime.now(UTC)  # noqa: TID251 -- the one permitted call


def today() -> date:
    """Today's date as a reader in the site's time zone has it."""
    return now().astimezone(_zone).date()


def local(instant: datetime) -> datetime:
    """The same instant on a clock of the site's time zone."""
    return instant.astimezone(_zone)


def zone() -> ZoneInfo:
    """The site's time zone: that of every date and time that people read or type."""
    return _zone


def go_by(time_zone: ZoneInfo) -> None:
    """Put another time zone in place; `core.site.in_force` does when the settings say so."""
    global _zone
    _zone = time_zone


def place() -> str:
    """Whose clock that is, before the word clock or time: UK, or the city that the zone is named after."""
    return "UK" if _zone.key == LONDON.key else _zone.key.rpartition("/")[2].replace("_", " ")


def set_back_to(instant: datetime, data_dir: Path) -> None:
    """Make the clock of this DATA_DIR stand at `instant` now and run on from there."""
    global _offset
    _offset = instant - real_now()
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "clock.json").write_text(json.dumps({"offset_seconds": int(_offset.total_seconds())}))


def read_offset(data_dir: Path) -> None:
    """Take over the offset that `set_back_to` left, if any. ValueError, with a sentence, if its file is not what it was."""
    global _offset
    path = data_dir / "clock.json"
    try:
        seconds = int(json.loads(path.read_text())["offset_seconds"]) if path.exists() else 0
        _offset = timedelta(seconds=seconds)
    except (ValueError, KeyError, TypeError, OverflowError) as fault:
        sentence = (
            f"{path} is damaged. It holds how far a demo's clock is set back: put it back from a backup; or delete it, "
        )
        raise ValueError(f"{sentence}and the site goes by the machine's clock.") from fault


def is_demo_time() -> bool:
    return bool(_offset)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Hold the clock still: for seeds, which write a past, and for tests."""
    global _fixed
    before, _fixed = _fixed, instant
    try:
        yield
    finally:
        _fixed = before
