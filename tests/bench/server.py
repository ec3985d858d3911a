"""Start and stop what is measured: gunicorn as `make run` starts it, and what it uses of the machine."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Process ids of the serving children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children]

    def cpu_seconds(self) -> float:
        """CPU that the workers have used so far."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mib(self) -> float:
        """Resident memory of the largest worker."""
        sizes = []
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text()
            sizes.append(int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]))
        return max(sizes) / 1024


@contextmanager
def serving(application: str, environment: Mapping[str, str], ready: str = "/") -> Iterator[Server]:
    """Gunicorn with two workers of as many threads as the settings say, answering at `ready`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-c", str(ROOT / "gunicorn.conf.py")]
    env = {**os.environ, **environment, "PORT": str(port), "WEB_WORKERS": "2"}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, ready)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait(port: int, path: str) -> None:
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not answer")


def run(arguments: list[str], environment: Mapping[str, str]) -> None:
    """One `flask --app wsgi …` command."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
