"""Who asks again meanwhile is served with the others; who asks last is served too; and nobody waits."""

from __future__ import annotations

import logging
import threading

import pytest

from app.web.worker.throttle import Throttled


def test_all_who_ask_meanwhile_are_served_once() -> None:
    served, calls = threading.Event(), []
    tell = Throttled(lambda: calls.append(1) or served.set(), 0.2)
    threads = [threading.Thread(target=tell) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert served.wait(20)
    assert len(calls) == 1


def test_who_asks_while_it_is_called_is_served_after_that() -> None:
    begun, second, go_on = threading.Event(), threading.Event(), threading.Event()

    def call() -> None:
        if begun.is_set():
            second.set()
        begun.set()
        go_on.wait(20)

    tell = Throttled(call, 0)
    tell()
    assert begun.wait(20)
    tell()
    go_on.set()
    assert second.wait(20)


def test_a_failure_is_logged_and_the_next_is_served(caplog: pytest.LogCaptureFixture) -> None:
    served = threading.Event()

    def call() -> None:
        served.set()
        raise OSError("no queue")

    tell = Throttled(call, 0)
    for _ in range(2):
        served.clear()
        with caplog.at_level(logging.WARNING):
            tell()
            assert served.wait(20)
