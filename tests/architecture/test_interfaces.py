"""Addresses, API, commands, settings, permissions, tables, stored words and kinds of debts change only on purpose."""

from __future__ import annotations

from flask import Flask

from tests.architecture.interfaces import LIST, interfaces


def test_what_others_rely_on_is_as_it_was_written_down(site: Flask) -> None:
    assert interfaces(site) == LIST.read_text(encoding="utf-8").splitlines()
