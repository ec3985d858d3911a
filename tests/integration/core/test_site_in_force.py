"""The environment wins over the page, the page over the default; and every process hears of a change within seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.core import clock, mail
from app.core.db import db
from app.core.secrets.sealed import seal
from app.core.site import in_force
from app.core.site.in_force import SiteReader, in_force_with
from app.core.site.mail_server import PURPOSE, MailServer, PasswordLost, server_at
from app.core.site.models import THE_ROW, MailSecurity, SiteSettings
from config import Settings
from tests.people import FRIDAY

DEFAULTS: dict[str, Any] = {
    "university": "",
    "site_name": "",
    "base_url": "",
    "time_zone": "",
    "mail_from": "",
    "smtp_host": "",
    "smtp_port": None,
    "smtp_security": MailSecurity.STARTTLS,
    "smtp_user": "",
    "smtp_password": "",
}


def a_row(**said: Any) -> SiteSettings:
    return SiteSettings(id=THE_ROW, changed_at=FRIDAY, **DEFAULTS | said)


def write(**said: Any) -> None:
    db.session.merge(a_row(**said))
    db.session.commit()


@pytest.fixture
def seconds() -> list[float]:
    """`seconds[0]` is what the reader's clock shows."""
    return [1000.0]


@pytest.fixture
def reader(app: Flask, seconds: list[float]) -> Iterator[SiteReader]:
    yield SiteReader(Settings(port=8123), monotonic=lambda: seconds[0])
    clock.go_by(clock.LONDON)


def test_where_nobody_says_anything_the_defaults_hold() -> None:
    site = in_force_with(Settings(port=8123), None)
    assert (site.name, site.university, site.url) == ("Learning networks", "", "http://127.0.0.1:8123")
    assert (site.zone.key, site.mail_server) == ("Europe/London", None)
    assert site.mail_from == "Learning networks <networks@example.org>"


def test_the_page_wins_over_the_default_and_the_environment_over_the_page() -> None:
    row = a_row(site_name="Ours", base_url="https://page.example", time_zone="Europe/Paris", smtp_host="page.example")
    site = in_force_with(Settings(), row)
    assert (site.name, site.url, site.zone.key) == ("Ours", "https://page.example", "Europe/Paris")
    assert site.mail_server == MailServer(host="page.example", port=587, security=MailSecurity.STARTTLS)
    said = {"base_url": "https://env.example/", "site_name": "Theirs", "time_zone": "UTC", "university": "U"}
    site = in_force_with(Settings(**said, smtp_url="smtps://u:p%40@env.example"), row)
    assert (site.name, site.url, site.zone.key, site.university) == ("Theirs", "https://env.example", "UTC", "U")
    assert site.mail_server is not None
    assert (site.mail_server.host, site.mail_server.port, site.mail_server.password("")) == ("env.example", 465, "p@")


def test_a_zone_that_this_machine_does_not_know_is_london() -> None:
    assert in_force_with(Settings(), a_row(time_zone="Europe/Atlantis")).zone.key == "Europe/London"


@pytest.mark.parametrize(
    ("address", "port", "security"),
    [
        ("smtp://a", 25, "none"),
        ("smtp://a:587", 587, "starttls"),
        ("smtps://a", 465, "tls"),
        ("smtps://a:587", 587, "tls"),
    ],
)
def test_an_smtp_url_says_how_its_server_is_spoken_to(address: str, port: int, security: str) -> None:
    server = server_at(address)
    assert (server.port, server.security.value) == (port, security)


def test_a_change_is_heard_of_within_ten_seconds_and_asked_for_once_in_five(
    reader: SiteReader, seconds: list[float], count_queries: Callable[[], Any]
) -> None:
    assert reader.in_force().name == "Learning networks"
    write(site_name="Fenland", time_zone="Europe/Paris")
    with count_queries() as asked:
        for _ in range(100):
            seconds[0] += 0.04
            assert reader.in_force().name == "Learning networks"
        assert asked == []
        seconds[0] += 5
        assert reader.in_force().name == "Fenland"
        assert reader.in_force().name == "Fenland"
    assert len(asked) == 1
    assert clock.zone().key == "Europe/Paris"


def test_a_letter_is_sent_by_what_stands_at_that_moment(reader: SiteReader) -> None:
    reader.in_force()
    write(mail_from="Fenland <mail@fenland.example>")
    assert reader.read_anew().mail_from == "Fenland <mail@fenland.example>"


def test_while_the_database_is_away_what_was_known_holds(
    reader: SiteReader, seconds: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site_name="Fenland")
    reader.in_force()
    tries: list[int] = []

    def away() -> None:
        tries.append(1)
        raise OperationalError("SELECT", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(in_force, "_stored", away)
        for _ in range(50):
            seconds[0] += 0.5
            assert reader.in_force().name == "Fenland"
    assert len(tries) <= 5
    write(site_name="Fens")
    seconds[0] += 10
    assert reader.in_force().name == "Fens"


def test_what_must_answer_asks_no_database_twice(reader: SiteReader, seconds: list[float]) -> None:
    assert reader.known().name == "Learning networks"
    write(site_name="Fenland")
    seconds[0] += 1000
    assert reader.known().name == "Learning networks"
    reader.in_force()
    assert reader.known().name == "Fenland"


def test_a_sealed_password_is_read_with_the_sites_secret_only() -> None:
    sealed = seal("hidden", "the secret", PURPOSE)
    server = in_force_with(Settings(), a_row(smtp_host="a.example", smtp_user="u", smtp_password=sealed)).mail_server
    assert server is not None
    assert server.password("the secret") == "hidden"
    with pytest.raises(PasswordLost, match="Type it anew"):
        server.password("another secret")
    assert "hidden" not in repr(server)
    assert sealed not in repr(server)


def test_a_mailer_goes_by_the_settings_at_each_letter(app: Flask, tmp_path: Any) -> None:
    mailer = mail.SiteMailer(tmp_path, app.config["SECRET_KEY"])
    write(mail_from="Fenland <mail@fenland.example>")
    mailer.send(mail.Letter("one", "a@example.org", "Hello", "Words\n"))
    assert b"Fenland <mail@fenland.example>" in (tmp_path / "one.eml").read_bytes()
    write(smtp_host="127.0.0.1", smtp_port=1, smtp_security=MailSecurity.NONE)
    with pytest.raises(ConnectionRefusedError):
        mailer.send(mail.Letter("two", "a@example.org", "Hello", "Words\n"))
