"""A test letter goes out at once; whatever the server does instead of taking it, the page says so within ten seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.administration.site_settings import trying_mail
from app.administration.site_settings.services import change_settings, send_test_letter
from app.administration.site_settings.trying_mail import handed_over
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.mail import Letter, SmtpMailer
from app.core.secrets.sealed import seal
from app.core.site.mail_server import PURPOSE, server_at
from app.core.site.models import MailSecurity, SiteSettings
from tests.client import StrictClient
from tests.people import World
from tests.smtp_servers import answering, closing, dripping, serving, silent

AS = Callable[[str | None], StrictClient]
SEND = "/admin/settings/test-letter"


@pytest.fixture
def use_server(app: Flask) -> Callable[..., None]:
    """`use_server(port, security="tls")`: mail goes to this port of the machine."""

    def use(port: int, security: str = "none", *, user: str = "", password: str = "") -> None:
        said = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": MailSecurity(security)}
        said |= {"smtp_user": user, "smtp_password": password}
        change_settings(OPERATOR, said, environment=app.extensions["settings"], secret=app.config["SECRET_KEY"])
        db.session.commit()

    return use


@pytest.fixture
def send(app: Flask, tmp_path: Path) -> Callable[[], str]:
    """What is said of a letter to ada@example.org; "" when it was taken."""
    return lambda: send_test_letter(OPERATOR, "ada@example.org", folder=tmp_path, secret=app.config["SECRET_KEY"])


def test_a_server_that_takes_it_has_it(use_server: Callable[..., None], as_: AS, world: World) -> None:
    with serving(answering()) as server:
        use_server(server.port)
        assert as_("ada").post(SEND).location == "/admin/settings#test-letter"
        assert "rcpt TO:<ada@example.org>" in server.heard
        assert any(line.startswith("Subject: A test letter of Learning networks") for line in server.heard)


def test_the_page_says_what_came_of_it(use_server: Callable[..., None], as_: AS, world: World) -> None:
    client = as_("ada")
    with serving(answering(RCPT="550 No such <b>mailbox</b> here")) as server:
        use_server(server.port)
        page = client.follow(client.post(SEND))
    assert "The test letter was not taken: 127.0.0.1, port" in page.text
    assert "refuses it. It answers: 550 No such <b>mailbox</b> here" in page.text
    with serving(answering()) as server:
        use_server(server.port)
        assert "The server took the test letter to ada@example.org." in client.follow(client.post(SEND)).text


def test_without_a_server_it_is_a_file(as_: AS, world: World, app: Flask) -> None:
    client = as_("ada")
    page = client.follow(client.post(SEND))
    assert "There is no mail server: the test letter to ada@example.org lies as a file" in page.text
    assert list((app.extensions["settings"].data_dir / "mail").glob("test-*.eml"))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"MAIL": "530 Must begin with STARTTLS"}, "refuses it. It answers: 530 Must begin with STARTTLS"),
        ({"RCPT": "550 Nobody"}, "refuses it. It answers: 550 Nobody"),
        ({"DATA": "451 Later"}, "refuses it. It answers: 451 Later"),
        ({"END": "552 Too long"}, "refuses it. It answers: 552 Too long"),
        ({"AUTH": "535 Wrong"}, "does not accept the user name and password. It answers: 535 Wrong"),
        ({"EHLO": "250 here"}, "does not offer that. SMTP AUTH extension not supported by server."),
    ],
)
def test_the_servers_own_answer_is_said(
    use_server: Callable[..., None], send: Callable[[], str], answers: dict[str, str], said: str
) -> None:
    with serving(answering(**answers)) as server:
        use_server(server.port, user="networks", password="hidden")
        assert said in send()


@pytest.mark.parametrize(
    "greeting",
    ["SSH-2.0-OpenSSH_9.6 inner-host", "-ERR unknown command, redis 7.2", "554 Not from there", "HTTP/1.1 400 Bad"],
)
def test_nothing_is_repeated_of_what_does_not_greet_as_a_mail_server(
    use_server: Callable[..., None], send: Callable[[], str], greeting: str
) -> None:
    with serving(answering(GREETING=greeting)) as server:
        use_server(server.port)
        assert send() == f"127.0.0.1, port {server.port}, does not greet as a mail server that takes letters does."


def test_a_server_that_repeats_the_password_does_not_tell_it(
    use_server: Callable[..., None], send: Callable[[], str]
) -> None:
    with serving(answering(AUTH="535 hidden is wrong, you sent WHAT YOU SENT\x07\x1b[31m")) as server:
        use_server(server.port, user="networks", password="hidden")
        said = send()
    assert "535 … is wrong, you sent AUTH PLAIN …" in said
    assert said.isprintable()
    assert len(said) < 600


def test_a_server_that_speaks_tls_only_is_named_as_such(
    use_server: Callable[..., None], send: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.administration.site_settings import services

    monkeypatch.setattr(services, "LETTER_PATIENCE", 0.5)
    with serving(silent) as server:
        use_server(server.port)
        assert "did not answer within 10 seconds. Where TLS is spoken from the first byte" in send()


def test_a_server_that_speaks_no_tls_is_named_as_such(use_server: Callable[..., None], send: Callable[[], str]) -> None:
    with serving(answering()) as server:
        use_server(server.port, "tls")
        assert "speaks no TLS there" in send()
        use_server(server.port, "starttls")
        assert "STARTTLS extension not supported by server." in send()


def test_a_server_that_hangs_up_or_is_not_there(use_server: Callable[..., None], send: Callable[[], str]) -> None:
    with serving(closing) as server:
        use_server(server.port)
        assert "ended the conversation." in send()
    assert "refuses the connection: nothing listens there" in send()


def test_a_name_that_no_machine_has(app: Flask, send: Callable[[], str]) -> None:
    said: dict[str, Any] = {"smtp_host": "nowhere.invalid"}
    change_settings(OPERATOR, said, environment=app.extensions["settings"], secret="s")
    db.session.commit()
    assert "nowhere.invalid, port 587, was not found: no machine has that name." in send()


def test_a_server_that_drips_is_not_waited_for() -> None:
    with serving(dripping) as server:
        mailer = SmtpMailer(server_at(f"smtp://127.0.0.1:{server.port}"), "a@example.org", patience=5)
        began = time.monotonic()
        fault = handed_over(mailer, Letter("one", "ada@example.org", "Hello", "Words\n"), patience=1)
        assert isinstance(fault, TimeoutError)
        assert time.monotonic() - began < 4
    assert trying_mail.PATIENCE_IN_ALL <= 10


def test_a_password_of_another_secret_is_typed_anew(
    app: Flask, use_server: Callable[..., None], send: Callable[[], str], world: World
) -> None:
    use_server(1, user="networks", password="hidden")
    db.session.query(SiteSettings).one().smtp_password = seal("hidden", "the secret of before", PURPOSE)
    db.session.commit()
    assert "the site’s secret is another now. Type it anew." in send()


def test_it_is_bounded_how_often(as_: AS, world: World) -> None:
    client = as_("ada")
    answers = [client.post(SEND).status for _ in range(6)]
    assert answers[:4] == [303] * 4
    assert answers[-1] == 429
