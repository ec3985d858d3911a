"""The maker of the tests' processes: each is as if Python had been started for it, and none outlives the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import forked

SETTINGS = {"PATH": os.environ["PATH"]}


def test_a_process_has_its_own_environment_log_and_end(tmp_path: Path) -> None:
    forked.run(["flask", "--version"], SETTINGS, tmp_path / "log")
    assert "Flask" in (tmp_path / "log").read_text()
    with pytest.raises(RuntimeError, match="WEB_THREADS is “many”"):
        forked.run(["flask", "--app", "wsgi", "routes"], {**SETTINGS, "WEB_THREADS": "many"}, tmp_path / "other")


def test_a_process_that_is_killed_is_known_to_have_ended(tmp_path: Path) -> None:
    one = forked.start(["http.server", "0", "--bind", "127.0.0.1"], SETTINGS, tmp_path / "log")
    assert one.poll() is None
    os.kill(one.pid, signal.SIGKILL)
    assert one.wait() == one.poll() == -signal.SIGKILL


def test_none_outlives_whoever_asked_for_it(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from tests import forked;"
        "print(forked.start(['http.server', '0'], dict(os.environ), Path(sys.argv[1])).pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "log")]
    asked = subprocess.run(command, cwd=forked.ROOT, capture_output=True, text=True, check=False)
    pid, give_up_at = int(asked.stdout), time.monotonic() + 20
    while runs(pid) and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert not runs(pid)


def runs(pid: int) -> bool:
    """Whether it has not ended; that nobody has asked how yet makes no difference."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
