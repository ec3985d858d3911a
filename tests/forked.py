"""The site's processes without the seconds that Python takes to read its modules.

`python -m tests.forked` reads them all once, and then makes each process asked for as a copy of itself that goes on as
`python -m …` would, with its own environment, data folder and log. Nothing is open before the copy is made: no database,
no thread. Processes that a test starts this way are the site's own; only their first seconds are saved.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Forked:
    """A process of its own group, and whoever knows how it fares."""

    pid: int
    maker: Maker

    def poll(self) -> int | None:
        """How it ended, as `Popen.poll` says it; None while it runs."""
        ended: int | None = self.maker.ask(poll=self.pid)
        return ended

    def wait(self) -> int:
        ended: int = self.maker.ask(wait=self.pid)
        return ended

    def end(self) -> None:
        """At once and with its children: for a site whose folder nobody needs afterwards."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Maker:
    """The process that is copied, started when the first is asked for; it ends with this one, and all copies with it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._turn = threading.Lock()
        atexit.register(self.close)

    def ask(self, **order: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


@cache
def _maker() -> Maker:
    return Maker()


def start(command: list[str], environment: Mapping[str, str], log: Path) -> Forked:
    """`python -m` with this command, in the project's folder; what it prints goes to the log."""
    maker = _maker()
    pid = maker.ask(start={"command": command, "environment": dict(environment), "log": str(log)})
    return Forked(pid, maker)


def run(command: list[str], environment: Mapping[str, str], log: Path) -> None:
    """The same until it has ended, and well."""
    if start(command, environment, log).wait() != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{log.read_text()}")


# --- The process that is copied --------------------------------------------------------------------------------


def _copies() -> dict[str, Any]:
    """Answer orders until there are no more. Returns in each copy, with what the copy is to become."""
    ended: dict[int, int | None] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            pid = os.fork()
            if pid == 0:
                return dict(order["start"])
            ended[pid] = answer = None
            print(json.dumps(pid), flush=True)
            continue
        (how, pid), *_ = order.items()
        if ended[pid] is None:
            found, status = os.waitpid(pid, 0 if how == "wait" else os.WNOHANG)
            ended[pid] = os.waitstatus_to_exitcode(status) if found else None
        answer = ended[pid]
        print(json.dumps(answer), flush=True)
    for pid in (pid for pid, code in ended.items() if code is None):
        # One that was started just now may lead no group yet.
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
    os._exit(0)


def _become(command: list[str], environment: dict[str, str], log: str) -> None:
    os.setsid()
    out, nothing = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(here, there)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


class _ReadLate(types.ModuleType):
    """Stands for a module, and reads it when somebody wants something of it."""

    turn = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python's own questions about every module
            raise AttributeError(name)
        with self.turn:
            if sys.modules[self.__name__] is self:
                del sys.modules[self.__name__]
                importlib.import_module(self.__name__)
        return getattr(sys.modules[self.__name__], name)


def _read_the_modules() -> None:
    """By making an application that is never used; it opens nothing. DuckDB begins a thread as soon as it is read, and
    a copy has none of the threads of what it was copied from: it is read where it is first asked for.
    """
    sys.modules["duckdb"] = _ReadLate("duckdb")
    for name in ("flask.cli", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "huey.consumer", "whole_requests"):
        importlib.import_module(name)
    from app import create_app
    from config import Settings
    from tests.compiled import share_templates

    share_templates()

    with tempfile.TemporaryDirectory() as folder:
        create_app(Settings(data_dir=Path(folder), secret_key="never-used", testing=True))
    tasks = Path("/proc/self/task")
    assert not tasks.exists() or len(list(tasks.iterdir())) == 1, "a thread would be lost in the copies"


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests, which then end this process
    _read_the_modules()
    _become(**_copies())
