"""What a browser is given to keep over TLS, what other users of the machine can read, what the stream process answers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.administration.site_settings.services import change_settings
from app.core.actor import OPERATOR
from app.core.db import db
from config import Settings
from tests.architecture.addresses import address_of
from tests.people import build_world_that_signs_in

PASSWORD = "curly arrows point somewhere"


def a_site(folder: Path, **more: object) -> Flask:
    app = create_app(Settings(data_dir=folder, secret_key="x" * 40, **more))  # type: ignore[arg-type]
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        build_world_that_signs_in(PASSWORD)
    return app


@pytest.mark.parametrize("how", [{"base_url": "https://networks.example.org"}, {"secure_cookies": True}])
def test_over_tls_cookies_are_bound_to_this_host_and_the_browser_stays_with_tls(
    tmp_path: Path, how: dict[str, object]
) -> None:
    client = a_site(tmp_path, **how).test_client()
    answer = client.post(
        "/sign-in",
        data={"email": "amina@example.org", "password": PASSWORD},
        base_url="https://localhost",
    )
    assert answer.status_code == 303
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(each.partition("=")[0] for each in cookies) == ["__Host-device", "__Host-session"]
    for each in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(each.split("; "))
        assert "Domain" not in each
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert client.get("/home", base_url="https://localhost").status_code == 200


def test_where_the_page_says_https_everybody_but_the_machine_itself_speaks_tls(tmp_path: Path) -> None:
    app = a_site(tmp_path)
    with app.app_context():
        said = {"base_url": "https://networks.example.org"}
        change_settings(OPERATOR, said, environment=app.extensions["settings"], secret="x")
        db.session.commit()
    client = app.test_client()
    data = {"email": "amina@example.org", "password": PASSWORD}
    answer = client.post("/sign-in", data=data, base_url="https://networks.example.org")
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(each.partition("=")[0] for each in cookies) == ["__Host-device", "__Host-session"]
    assert all("Secure" in each.split("; ") for each in cookies)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert client.get("/home", base_url="https://networks.example.org").status_code == 200
    # Whoever mistyped the address must be able to come back to it.
    answer = client.post("/sign-in", data=data, base_url="http://127.0.0.1:8000")
    assert sorted(each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")) == ["device", "session"]
    assert "Strict-Transport-Security" not in answer.headers
    assert client.get("/home", base_url="http://127.0.0.1:8000").status_code == 200


def test_without_tls_a_browser_could_not_keep_such_cookies(tmp_path: Path) -> None:
    client = a_site(tmp_path).test_client()
    answer = client.post("/sign-in", data={"email": "amina@example.org", "password": PASSWORD})
    assert sorted(each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")) == ["device", "session"]
    assert "Strict-Transport-Security" not in answer.headers
    assert client.get("/home").status_code == 200


def test_only_the_owner_of_the_data_folder_reads_what_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    app = a_site(folder)
    app.test_client().post("/sign-in", data={"email": "amina@example.org", "password": "wrong"})
    with app.app_context():
        db.engine.dispose()
    there = [folder, *folder.rglob("*")]
    assert {"networks.db", "jobs.db", "limits.db"} <= {each.name for each in there}
    assert [str(each) for each in there if each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)] == []


def test_a_data_folder_of_before_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    a_site(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_process_for_streams_serves_streams_and_nothing_else(tmp_path: Path) -> None:
    app = a_site(tmp_path, serves_streams=True)
    client = app.test_client()
    reached = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"workshops.stream", "health.healthz", "health.readyz"}:
            continue
        address = address_of(rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(address, method=method)
            if answer.status_code not in {404, 405}:
                reached.append(f"{method} {rule.rule}: {answer.status_code}")
    assert reached == []
    assert client.get("/healthz").status_code == 200
    assert client.get("/networks/s215/workshops/1/stream").status_code == 401
    assert client.get("/static/css/site.css").status_code == 404
