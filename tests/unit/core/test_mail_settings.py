"""The site does not start with settings by which letters would not arrive, or would go in plain text."""

from __future__ import annotations

import pytest

from config import BadSetting, Settings


@pytest.mark.parametrize(
    "address",
    [
        "smtp.example.org",
        "smtp.example.org:25",
        "smpts://site:hidden@smtp.example.org",
        "https://site:hidden@smtp.example.org",
        "smtp://",
        "smtps://:465",
        "smtp://site:hidden@smtp.example.org:submission",
        "smtp://site:hidden@smtp.example.org:99999",
        "smtp://[::1",
        "smtp://site:hidden@smtp.example.org:465",
    ],
)
def test_an_unusable_server_stops_the_start_and_its_password_is_not_repeated(address: str) -> None:
    with pytest.raises(BadSetting, match="SMTP_URL") as fault:
        Settings.from_environment({"SMTP_URL": address})
    assert "hidden" not in str(fault.value)


@pytest.mark.parametrize(
    "address",
    ["", "smtp://localhost", "smtp://a%40b:c@smtp.example.org:587", "smtps://smtp.example.org", "SMTPS://[::1]:465"],
)
def test_a_usable_server_starts(address: str) -> None:
    assert Settings.from_environment({"SMTP_URL": address}).smtp_url == address


@pytest.mark.parametrize(
    "sender",
    [
        "Learning networks",
        "Learning networks <networks>",
        "Open, University <networks@example.org>",
        "networks@example.org, others@example.org",
        "Networks <networks@example.org>\nBcc: others@example.org",
        "<>",
        "@",
    ],
)
def test_a_sender_that_is_not_one_address_stops_the_start(sender: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        Settings.from_environment({"MAIL_FROM": sender})


@pytest.mark.parametrize("sender", ["networks@example.org", '"Open, University" <n@example.org>', "Réseaux <n@x.org>"])
def test_a_sender_starts(sender: str) -> None:
    assert Settings.from_environment({"MAIL_FROM": sender}).mail_from == sender
