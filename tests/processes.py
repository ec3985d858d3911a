"""The site as real processes, for tests that kill them: gunicorn with two workers, the worker of the outbox, and, where
a test wants it, the process that keeps rooms live.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import forked
from tests.bench.server import ROOT, free_port
from tests.forked import Forked


@dataclass
class Site:
    """Starts the processes, and starts again whichever is gone, as a service manager would."""

    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    #: The port of the streams; 0 means that nobody follows a room.
    stream_port: int = 0
    #: Started as copies, without the seconds that imports take (`tests.forked`). Not where memory is measured.
    copied: bool = False
    kills: list[str] = field(default_factory=list)
    _running: dict[str, subprocess.Popen[bytes] | Forked] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _keeper: threading.Thread | None = None

    def start(self) -> None:
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        self._stop.set()
        if self._keeper:
            self._keeper.join()
        for process in self._running.values():
            process.end() if isinstance(process, Forked) else process.terminate()
        for process in self._running.values():
            process.wait() if isinstance(process, Forked) else process.wait(20)

    def memory_mib(self) -> float:
        """Resident memory of all its processes."""
        total = 0
        for process in self._running.values():
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for pid in (process.pid, *children):
                status = Path(f"/proc/{pid}/status").read_text()
                total += int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
        return total / 1024

    def kill_something(self, dice: random.Random) -> None:
        """SIGKILL for one process: a server's master, one of its workers, or the outbox's worker."""
        streams = ["streams", "stream worker"] if self.stream_port else []
        what = dice.choice(["master", "web worker", "worker", *streams])
        process = self._running[{"worker": "worker", "streams": "streams", "stream worker": "streams"}.get(what, "web")]
        pid = process.pid
        if what in {"web worker", "stream worker"}:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            pid = int(dice.choice(children)) if children else pid
        os.kill(pid, signal.SIGKILL)
        self.kills.append(what)

    def _keep(self) -> None:
        commands = {
            "web": ["gunicorn", "wsgi:app", "-c", str(ROOT / "gunicorn.conf.py")],
            "worker": ["flask", "--app", "wsgi", "jobs", "work"],
        }
        environment = {**os.environ, **self.environment, "PORT": str(self.port), "WEB_WORKERS": "2"}
        if self.stream_port:
            commands["streams"] = ["gunicorn", "wsgi:app", "-c", str(ROOT / "gunicorn.streams.py")]
            environment["STREAM_PORT"] = str(self.stream_port)
        while not self._stop.is_set():
            for name, command in commands.items():
                if name not in self._running or self._running[name].poll() is not None:
                    log = Path(self.environment["DATA_DIR"]) / f"{name}.log"
                    self._running[name] = self._start(command, environment, log)
            time.sleep(0.05)

    def _start(self, command: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes] | Forked:
        if self.copied:
            return forked.start(command, environment, log)
        with log.open("ab") as out:
            return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=out, stderr=out)
