"""How often a password may be tried. Guessing is slowed down; nobody is ever locked out by somebody else's guesses.

Counted are tries from one address, and wrong ones at one account; for each address typed alike, so that it does not tell
which accounts there are. A browser in which the person has signed in before is counted by itself: whoever floods an
account from elsewhere does not stand in its owner's way.
"""

from __future__ import annotations

import time

from limits import RateLimitItem, parse, parse_many

from app.accounts.lookup import person_by_email
from app.accounts.passwords import fingerprint
from app.accounts.services.sessions import Visitor, knows_device
from app.core.text import addresses
from app.web.extensions import limiter

#: Wrong passwords at one account that are answered at once, from all browsers it was not used in before; beyond them one
#: try a minute goes on. A password that is good enough withstands that for longer than anybody tries.
AT_ONCE = parse("10 per 15 minutes")
THEN = parse("1 per minute")
#: In a browser of the person's own.
KNOWN = parse_many("10 per minute; 30 per hour")


def take_turn(email: str, visitor: Visitor, from_one_address: str) -> int:
    """Count a try at the account with this address; seconds to wait if it may not be made now, else 0.

    `from_one_address` is the limit of an address in the words of the settings. It counts at once, whatever becomes of the
    request, so that tries at the same moment are all counted.
    """
    person, account = person_by_email(email), _account(email)
    if person is not None and knows_device(person.id, visitor.device):
        return _longest_wait(KNOWN, "known", account, fingerprint(visitor.device))
    wait = _longest_wait(parse_many(from_one_address), "address", visitor.address)
    if wait or limiter.limiter.hit(AT_ONCE, "account", account) or limiter.limiter.hit(THEN, "account", account):
        return wait
    return _until(THEN, "account", account)


def was_right(email: str, visitor: Visitor) -> None:
    """The password was right: the wrong ones from such a browser before it were typing errors, and are forgotten. Called
    before the session begins, which makes the browser a known one.
    """
    person, account = person_by_email(email), _account(email)
    if person is None or not knows_device(person.id, visitor.device):
        limiter.limiter.clear(AT_ONCE, "account", account)
        return
    for item in KNOWN:
        limiter.limiter.clear(item, "known", account, fingerprint(visitor.device))


def _account(email: str) -> str:
    return fingerprint(addresses.spellings(email)[0])


def _longest_wait(items: list[RateLimitItem], *who: str) -> int:
    return max((_until(item, *who) for item in items if not limiter.limiter.hit(item, *who)), default=0)


def _until(item: RateLimitItem, *who: str) -> int:
    return max(1, int(limiter.limiter.get_window_stats(item, *who).reset_time - time.time()) + 1)
