"""The administrator says on a page what the site is called, where it is and how its mail goes; nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.administration.site_settings.services import change_settings
from app.core import clock
from app.core.actor import OPERATOR
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.site import in_force
from app.core.site.models import SiteSettings
from tests.client import Page, StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
PAGE, FIRST, ALL = "/admin/settings", "/admin/settings/first", "/admin/settings/all"
GOOD = {
    "university": "University of Fenland",
    "site_name": "Fenland networks",
    "base_url": "https://networks.fenland.example",
    "time_zone": "Europe/Paris",
    "mail_from": "Fenland <mail@fenland.example>",
    "smtp_host": "mail.fenland.example",
    "smtp_security": "starttls",
    "smtp_port": "",
    "smtp_user": "networks",
    "smtp_password": "a hidden word",
}
PASSWORD = "curly arrows point somewhere"


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    yield
    clock.go_by(clock.LONDON)


@pytest.fixture
def ada(as_: AS, world: World) -> StrictClient:
    world.ada.password_hash = hash_password(PASSWORD)
    db.session.commit()
    return as_("ada")


def version(page: Page) -> str:
    return page.values()["version"]


def save(client: StrictClient, url: str = PAGE, **changed: str) -> Page:
    return client.post(url, {**GOOD, "current_password": PASSWORD, "version": version(client.get(url)), **changed})


def row() -> SiteSettings:
    return db.session.scalars(select(SiteSettings)).one()


def test_what_is_saved_is_in_force_at_once_in_this_process(ada: StrictClient, as_: AS) -> None:
    saved = save(ada)
    assert (saved.status, saved.location) == (303, PAGE)
    page = ada.follow(saved)
    assert "Fenland networks" in page.find_all("title")[0].text
    assert page.values() | {"smtp_password": ""} == page.values()
    assert page.values()["base_url"] == "https://networks.fenland.example"
    site = in_force.in_force()
    assert (site.university, site.zone.key) == ("University of Fenland", "Europe/Paris")
    stranger = as_(None).get("/sign-in")
    assert "Sign in to Fenland networks" in stranger.text
    assert "a site of University of Fenland" in stranger.text


@pytest.mark.parametrize("name", ["dilys", "marek", "amina", None])
@pytest.mark.parametrize("url", [PAGE, FIRST, ALL])
def test_nobody_else_reads_or_changes_them(as_: AS, world: World, name: str | None, url: str) -> None:
    client = as_(name)
    expected = {303, 302, 401} if name is None else {404}
    assert client.get(url, strict=False).status in expected
    if url != ALL:
        assert client.post(url, GOOD).status in expected
    assert client.post(f"{PAGE}/test-letter").status in expected
    assert db.session.scalars(select(SiteSettings)).all() == []


def test_the_password_is_sealed_and_told_to_nobody(app: Flask, ada: StrictClient) -> None:
    save(ada)
    stored = db.session.execute(text("SELECT smtp_password FROM site_settings")).scalar_one()
    assert "a hidden word" not in stored
    server = in_force.in_force().mail_server
    assert server is not None
    assert server.password(app.config["SECRET_KEY"]) == "a hidden word"
    audit = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "site_settings")).all()
    assert "set the mail server’s password" in {entry.verb for entry in audit}
    assert not any("hidden" in f"{entry.before}{entry.after}" or stored in f"{entry.after}" for entry in audit)
    for url in (PAGE, ALL):
        page = ada.get(url)
        assert "a hidden word" not in page.html
        assert stored not in page.html


def test_an_empty_password_keeps_the_present_one(app: Flask, ada: StrictClient) -> None:
    save(ada)
    kept = row().smtp_password
    assert save(ada, smtp_password="", site_name="Fens").status == 303
    assert (row().smtp_password, row().site_name) == (kept, "Fens")


@pytest.mark.parametrize(
    "changed", [{"smtp_host": "evil.example"}, {"smtp_port": "2525"}, {"smtp_security": "none"}, {"smtp_user": "root"}]
)
def test_a_kept_password_goes_to_no_other_server(ada: StrictClient, changed: dict[str, str]) -> None:
    save(ada)
    page = save(ada, smtp_password="", **changed)
    assert page.status == 422
    assert "The server is another now: type the password again." in page.text
    assert row().smtp_host == "mail.fenland.example"


def test_without_a_server_its_name_and_password_are_forgotten(ada: StrictClient) -> None:
    save(ada)
    assert save(ada, smtp_host="", smtp_user="", smtp_password="").status == 303
    assert (row().smtp_host, row().smtp_user, row().smtp_password) == ("", "", "")
    assert in_force.in_force().mail_server is None


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("university", "x" * 81, "At most 80 characters."),
        ("site_name", "x" * 81, "At most 80 characters."),
        ("base_url", "networks.fenland.example", "with https:// or http:// before it"),
        ("base_url", "https://fenland.example/networks", "Nothing can stand after the name"),
        ("base_url", "https://ada:word@fenland.example", "Everybody who gets a letter would read it."),
        ("time_zone", "Europe/Fenland", "No time zone has this name."),
        ("time_zone", "<script>alert(1)</script>", "No time zone has this name."),
        ("mail_from", "Fenland", "One address is needed"),
        ("mail_from", "a@fenland.example, b@fenland.example", "One address is needed"),
        ("smtp_host", "mail server.example", "The server’s name alone is needed"),
        ("smtp_host", "smtps://mail.example", "The server’s name alone is needed"),
        ("smtp_host", "mail.example:465", "The server’s name alone is needed"),
        ("smtp_port", "465", "At port 465 TLS is spoken from the first byte"),
        ("smtp_port", "70000", "A port is a number from 1 to 65535."),
        ("smtp_port", "-1", "A port is a number from 1 to 65535."),
        ("smtp_port", "9" * 60, "A port is a number from 1 to 65535."),
        ("smtp_port", "6379", "Letters go to port 25, 465, 587 or 2525."),
        ("smtp_port", "22", "Letters go to port 25, 465, 587 or 2525."),
        ("smtp_port", "mail", "Not a valid integer value."),
        ("smtp_user", "", "A password goes with a name."),
        ("smtp_password", "", "The server asks for a password with this name."),
        ("smtp_security", "rot13", "Not a valid choice."),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_kept(ada: StrictClient, field: str, typed: str, why: str) -> None:
    page = save(ada, **{field: typed})
    assert page.status == 422
    faults = [e.text_content() for e in page.root.iter("p") if e.get("id") == f"{field}-error"]
    if field != "smtp_security":
        assert why in " ".join(faults)
        if field != "smtp_password":
            assert page.values()[field] == typed
    assert page.values()["site_name"] == (typed if field == "site_name" else GOOD["site_name"])
    assert "a hidden word" not in page.html
    assert db.session.scalars(select(SiteSettings)).all() == []


def test_what_is_typed_is_tidied_and_a_default_says_nothing(ada: StrictClient) -> None:
    changed = {
        "base_url": " https://networks.fenland.example/ ",
        "site_name": "Learning networks",
        "university": " U\t ",
    }
    save(ada, time_zone="Europe/London", mail_from="", **changed)
    assert (row().base_url, row().site_name, row().time_zone) == ("https://networks.fenland.example", "", "")
    assert (row().university, row().mail_from) == ("U", "")
    assert in_force.in_force().name == "Learning networks"


def test_names_from_right_to_left_and_with_signs_of_html_stay_text(ada: StrictClient) -> None:
    page = ada.follow(save(ada, site_name="<b>שלום</b>", university="Fenland & <i>sons</i>"))
    assert "<b>שלום" not in page.html
    assert "Fenland & <i>sons</i>" in page.text


def test_the_second_of_two_administrators_is_shown_what_stands_now(ada: StrictClient) -> None:
    seen = version(ada.get(PAGE))
    assert ada.post(PAGE, {**GOOD, "current_password": PASSWORD, "version": seen}).status == 303
    page = ada.post(PAGE, {**GOOD, "current_password": PASSWORD, "version": seen, "site_name": "Another name"})
    assert page.status == 409
    assert "Somebody saved a change while you were writing" in page.text
    assert "Fenland networks" in page.text
    assert page.values()["site_name"] == "Another name"
    assert page.values()["version"] != seen
    assert row().site_name == "Fenland networks"


def test_a_form_that_says_no_version_changes_nothing(ada: StrictClient) -> None:
    assert ada.post(PAGE, GOOD).status == 400
    assert db.session.scalars(select(SiteSettings)).all() == []


def test_what_the_environment_sets_is_shown_and_not_changed(
    app: Flask, ada: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(
        app.extensions["settings"], base_url="http://set.example", smtp_url="smtp://u:hush@mail.example:587"
    )
    monkeypatch.setitem(app.extensions, "settings", settings)
    in_force.use(in_force.SiteReader(settings))
    page = ada.get(PAGE)
    for said in ("http://set.example", "mail.example, port 587", "Set by the environment: BASE_URL.", "SMTP_URL"):
        assert said in page.text
    assert not {"base_url", "smtp_host", "smtp_password"} & page.values().keys()
    assert "hush" not in page.html
    assert save(ada).status == 303
    assert (row().base_url, row().smtp_host, row().site_name) == ("", "", "Fenland networks")
    assert in_force.in_force().url == "http://set.example"


def test_the_first_step_names_the_site_and_leads_to_its_first_network(ada: StrictClient) -> None:
    page = ada.get(FIRST)
    assert page.values()["site_name"] == "Learning networks"
    assert page.values()["time_zone"] == "Europe/London"
    assert [e.get("href") for e in page.find_all("a") if e.text == "Later"] == ["/admin"]
    named = {"university": "Fenland", "site_name": "Fens", "base_url": "", "time_zone": "", "version": version(page)}
    done = ada.post(FIRST, named)
    assert (done.status, done.location) == (303, "/admin")
    assert (row().university, row().site_name) == ("Fenland", "Fens")


def test_whoever_comes_by_the_sites_own_name_finds_it_as_the_address(ada: StrictClient) -> None:
    assert ada.get(FIRST).values()["base_url"] == "http://127.0.0.1:8000"
    session = ada.client.get_cookie("session")
    assert session is not None
    ada.client.set_cookie("session", session.value, domain="networks.fenland.example")
    page = ada.get(FIRST, base_url="https://networks.fenland.example")
    assert page.values()["base_url"] == "https://networks.fenland.example"


def test_every_setting_is_listed_with_where_it_comes_from_and_no_secret(
    app: Flask, ada: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(ada)
    monkeypatch.setenv("SESSION_HOURS", "12")
    monkeypatch.setenv("SECRET_KEY_FILE", "/run/secrets/key")
    page = ada.get(ALL)
    rows = {
        tr.find("th/code").text: [td.text_content() for td in tr.findall("td")]
        for tr in page.root.iter("tr")
        if tr.find("td") is not None
    }
    assert rows["SESSION_HOURS"] == ["12", "environment"]
    assert rows["SESSION_DAYS"] == ["14", "default"]
    assert rows["SITE_NAME"] == ["Fenland networks", "page"]
    assert rows["SECRET_KEY"] == ["set", "the file that SECRET_KEY_FILE names"]
    assert rows["SMTP_URL"] == ["set", "page"]
    assert "only-for-tests" not in page.html
    assert {"SQLite", "PostgreSQL"} & set(page.text.split())
    assert "flask" in page.text


def test_scripts_set_them_by_the_same_rules(app: Flask, world: World) -> None:
    how: dict[str, Any] = {"environment": app.extensions["settings"], "secret": app.config["SECRET_KEY"]}
    change_settings(OPERATOR, {"site_name": "Fens"}, **how)
    change_settings(OPERATOR, {"university": "Fenland"}, **how, seen_version=1)
    assert (row().site_name, row().university, row().version) == ("Fens", "Fenland", 2)
    with pytest.raises(Conflict):
        change_settings(OPERATOR, {"site_name": "Other"}, **how, seen_version=1)
    with pytest.raises(Invalid):
        change_settings(OPERATOR, {"base_url": "fens"}, **how)
    assert db.session.get(Person, world.ada.id)
