"""`make run` keeps its processes: one that is killed is started again and the terminal says so; Ctrl-C ends all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from app import create_app
from app.core.db import db
from config import Settings
from scripts.run import LONGEST_PAUSE, how_it_ended, pause
from tests.bench.server import ROOT, free_port

PATIENCE = 60.0


class Terminal:
    """A Procfile under `scripts.run`, and what it says."""

    def __init__(self, procfile: Path, said: Path, **environment: str) -> None:
        self._said = said
        with said.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.run", str(procfile)],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def says(self, pattern: str, *, times: int = 1) -> list[str]:
        """Wait until the terminal has said it so often; what it said then."""
        return until(lambda: found if len(found := re.findall(pattern, self._said.read_text())) >= times else None)

    def close(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)


def until(ask: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (found := ask()) is not None:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened = []

    def start(procfile: str, **environment: str) -> Terminal:
        (tmp_path / "Procfile").write_text(procfile)
        opened.append(Terminal(tmp_path / "Procfile", tmp_path / "said", **environment))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def gone(pid: int) -> bool | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return None


def test_the_one_that_was_killed_is_started_again_and_the_others_run_on(terminal: Callable[..., Terminal]) -> None:
    run = terminal("first: echo first is $$; exec sleep 600\nsecond: echo second is $$; exec sleep 600\n")
    [first], [second] = run.says(r"first is (\d+)"), run.says(r"second is (\d+)")
    os.kill(int(first), signal.SIGKILL)
    run.says(r"first was ended by signal 9 \(Killed\); it is started again in 1 s. The others run on.")
    again = run.says(r"first is (\d+)", times=2)[-1]
    os.kill(int(second), 0)
    run.close()
    assert run.process.returncode == 130
    assert all(until(lambda pid=pid: gone(int(pid))) for pid in (again, second))


def test_one_that_ends_at_once_is_given_more_and_more_time(terminal: Callable[..., Terminal]) -> None:
    run = terminal("sick: exit 3\nwell: exec sleep 600\n")
    run.says(r"sick ended with code 3; it is started again in 1 s")
    run.says(r"sick ended with code 3 after \d+ s, 2 times in a row; it is started again in 2 s")
    # It ends while it waits, too.
    run.close()
    assert run.process.returncode == 130


def test_the_pause_grows_to_a_limit_and_none_is_made_after_a_long_run() -> None:
    assert [pause(ends) for ends in range(7)] == [0, 1, 2, 4, 8, 16, LONGEST_PAUSE]
    assert pause(5000) == LONGEST_PAUSE
    assert how_it_ended(-15) == "was ended by signal 15 (Terminated)"


def answers(port: int) -> bool | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200 or None
    except (URLError, OSError):
        return None


@pytest.mark.slow
def test_the_site_outlives_each_of_its_processes(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    with create_app(Settings(data_dir=tmp_path, secret_key="only-for-tests")).app_context():
        db.create_all()
        db.engine.dispose()
    port, streams = free_port(), free_port()
    run = terminal(
        (ROOT / "Procfile").read_text(),
        DATA_DIR=str(tmp_path),
        PORT=str(port),
        STREAM_PORT=str(streams),
        WEB_WORKERS="1",
    )
    assert until(lambda: answers(port))
    for name in ("worker", "streams", "web"):
        pid = run.says(rf"system +\| {name} started \(pid=(\d+)\)")[-1]
        os.kill(int(pid), signal.SIGKILL)
        run.says(rf"{name} was ended by signal 9")
        run.says(rf"{name} started \(pid=(\d+)\)", times=2)
    assert until(lambda: answers(port))
    assert until(lambda: answers(streams))
