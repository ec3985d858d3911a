"""The rules for what the environment or the settings page says of the site: its address, its time zone, its names."""

from __future__ import annotations

import pytest

from config import BadSetting, Settings
from setting_rules import address_fault, is_machine, is_time_zone


@pytest.mark.parametrize(
    "address",
    ["https://networks.example.org", "http://127.0.0.1:8000", "https://networks.example.org/", "http://[::1]:8000"],
)
def test_an_address_of_a_site(address: str) -> None:
    assert address_fault(address) == ""
    assert Settings.from_environment({"BASE_URL": address}).base_url == address


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "is needed"),
        ("networks.example.org", "is needed"),
        ("ftp://networks.example.org", "is needed"),
        ("https://", "is needed"),
        ("https://[::1", "is needed"),
        ("https://networks.example.org:port", "is needed"),
        ("https://networks example.org", "is needed"),
        ("https://site:word@networks.example.org", "password"),
        ("https://example.org/networks", "at https://example.org itself"),
        ("https://example.org?site=1", "at https://example.org itself"),
        ("https://example.org#top", "at https://example.org itself"),
        ("https://example.org?", "no name of a machine"),
        ("https://@example.org", "no name of a machine"),
        ("https://example.org:", "no name of a machine"),
        ("https://networks..example.org", "no name of a machine"),
        ('https://example.org"><script>', "no name of a machine"),
        ("https://example.org;script-src", "no name of a machine"),
    ],
)
def test_an_address_that_is_none_is_answered_in_words(address: str, why: str) -> None:
    assert why in address_fault(address)


def test_a_mail_server_has_a_name_that_can_be_looked_up() -> None:
    good = {"mail", "mail.example.ac.uk", "mail.example.ac.uk.", "127.0.0.1", "::1", "fe80::1", "пошта.example"}
    bad = {"", "..", ".mail", "mail..example", "a" * 64, "a." * 127, "[::1]", "mail:25", "http://mail", "mail\nx"}
    assert {name for name in good | bad if is_machine(name)} == good


def test_time_zones_are_known_by_their_names() -> None:
    good = {"Europe/London", "Europe/Paris", "UTC"}
    bad = {"", "London", "europe/london", "Europe", "../etc/passwd", "/etc/localtime", "GMT+1", "Europe/\0"}
    assert {name for name in good | bad if is_time_zone(name)} == good


@pytest.mark.parametrize(
    ("name", "text"),
    [("BASE_URL", "networks.example.org"), ("TIME_ZONE", "London"), ("SITE_NAME", "a\nb"), ("UNIVERSITY", "a\x00b")],
)
def test_a_setting_that_cannot_be_used_stops_the_start(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.from_environment({name: text})
