"""What a setting must look like that is given in the environment or on the administrator's page. Pure."""

from __future__ import annotations

import re
from email.headerregistry import HeaderRegistry
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

#: Parts with a full stop between two, as the name system takes them; or an address in numbers, bare or in brackets.
_NAME = r"(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?"
_NUMBERS = r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
_MACHINE = re.compile(rf"{_NAME}|{_NUMBERS}")
_SITE = re.compile(rf"https?://(?:{_NAME}|\[{_NUMBERS}\])(?::\d+)?/*", re.IGNORECASE)


def server_named(address: str) -> tuple[SplitResult, int | None]:
    """The parts of a server's address, and its port; nothing of an address that is none."""
    parts = _parts(address)
    return (parts, parts.port) if parts else (urlsplit(""), None)


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; None for half a pair of brackets, or no number where the port stands."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 -- read only when it is asked for
    except ValueError:
        return None
    return parts


def is_web(address: str) -> bool:
    """Whether this is an address that a browser opens."""
    parts = _parts(address)
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)


def address_fault(text: str) -> str:
    """Why this is no address of a site, for whoever typed it; "" if it is one."""
    parts = _parts(text)
    if parts is None or not is_web(text) or any(sign.isspace() or not sign.isprintable() for sign in text):
        return "An address such as https://networks.example.org is needed, with https:// or http:// before it."
    if parts.username or parts.password:
        return "There is a name or a password in this address. Everybody who gets a letter would read it."
    if parts.path.strip("/") or parts.query or parts.fragment:
        return f"Nothing can stand after the name: the site is at {parts.scheme}://{parts.netloc} itself."
    if not _SITE.fullmatch(text):
        return "There are signs in this address that stand in no name of a machine."
    return ""


def is_machine(text: str) -> bool:
    """Whether a machine could have this name, or this address in numbers."""
    return bool(_MACHINE.fullmatch(text)) and len(text) < 254


def is_time_zone(text: str) -> bool:
    """Whether the time zone is known by this name, such as Europe/London."""
    try:
        return text in available_timezones() and bool(ZoneInfo(text))
    except (ValueError, OSError):
        return False


def is_sender(text: str) -> bool:
    """Whether mail programs read exactly one address with a domain in it."""
    try:
        sender: Any = HeaderRegistry()("From", text)
    except (ValueError, IndexError):  # the parser stumbles over some texts
        return False
    return text.isprintable() and not sender.defects and [bool(each.domain) for each in sender.addresses] == [True]


def files_fault(quota: int, scanner: str) -> str:
    """Why files could not be kept or looked at with these settings; "" if they can."""
    if quota < 0:
        return f"FILES_QUOTA_MIB is {quota}; it can be a number of MiB, or 0 for no limit."
    parts = _parts(scanner)
    reached = parts and (parts.hostname if parts.scheme == "tcp" else parts.scheme == "unix" and len(parts.path) > 1)
    if scanner and not reached:
        return f"VIRUS_SCANNER is “{scanner}”; it can be such as tcp://127.0.0.1:3310."
    return ""
