"""`make bench`: the table of figures, for SQLite and for PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text

from app import create_app
from app.demo.load import READER, READER_PASSWORD
from config import Settings
from tests.bench import (
    backups,
    finding,
    first_key,
    kills,
    letters,
    logs,
    moderation,
    pictures,
    rooms,
    similar,
    standing,
    votes,
)
from tests.bench.client import Connection, load
from tests.bench.pages import Request, count_queries, requests
from tests.bench.server import ROOT, Server, run, serving
from tests.postgres import new_database

SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
SIZE = os.environ.get("BENCH_NETWORKS", "50")
OULAD = ROOT.parent / "shared" / "data" / "oulad"
HEAD = f"{'page':28}{'req/s':>8}{'of floor':>10}{'target':>8}{'p50':>7}{'p95':>7}{'p99':>7}{'CPU ms':>8}{'queries':>9}{'kB':>7}"


def main() -> None:
    print(
        f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; times in ms; client on the same machine"
    )
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            measure(kind, Path(folder), "" if kind == "SQLite" else new_database())
    votes.main()
    rooms.main()
    kills.main()
    letters.main()
    similar.main()
    logs.main()
    standing.main()
    pictures.main()
    first_key.main()
    finding.main()
    moderation.main()
    import_oulad()


def measure(kind: str, folder: Path, database: str) -> None:
    environment = {"DATA_DIR": str(folder), "DATABASE_URL": database, "SIGN_IN_LIMIT": "1000 per minute"}
    begin = time.perf_counter()
    run(["db", "upgrade"], environment)
    run(["seed", "demo"], environment)
    run(["seed", "load", "--networks", SIZE], environment)
    run(["search", "rebuild"], environment)
    print(f"\n{kind}: seeded in {time.perf_counter() - begin:.0f} s")
    address = Settings(data_dir=folder, database_url=database).database_address
    if database:  # as the server does by itself within a minute; without, it reads whole tables for a page
        with create_engine(address).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("ANALYZE"))
    floor = floor_of(address)
    print(HEAD)
    print(f"{'floor: 20 posts, one query':28}{floor[0]:8.0f}{'100%':>10}{'':>8}{floor[1]:29.1f}")
    with serving("wsgi:app", environment, "/healthz") as server:
        table(server, environment, folder, database, floor[0])
        print(f"memory of a worker after that: {server.memory_mib():.0f} MiB (target: under 200)")
    backups.measure(kind, environment)


def floor_of(address: str) -> tuple[float, float]:
    """Requests per second and CPU milliseconds per request of the bare page."""
    with serving("tests.bench.floor:app", {"FLOOR_DATABASE": address}) as server:
        load(server.port, "", lambda _n: ("GET", "/", None), seconds=1)
        cpu = server.cpu_seconds()
        times = load(server.port, "", lambda _n: ("GET", "/", None), seconds=SECONDS)
        return times.per_second, 1000 * (server.cpu_seconds() - cpu) / len(times.seconds)


def table(server: Server, environment: dict[str, str], folder: Path, database: str, floor: float) -> None:
    app = create_app(Settings(data_dir=folder, database_url=database))
    reader = Connection(server.port)
    reader.sign_in(READER, READER_PASSWORD)
    chair = Connection(server.port)
    chair.sign_in("chair.s215@example.org", Settings.from_environment(environment).demo_password)
    for request in requests(reader, "/networks/s215/topics/1"):
        cookie = chair.cookie if "/s215/" in request.path else reader.cookie
        if request.path == "/":  # who is signed in is sent on to their home
            cookie = ""
        row(server, app, request, cookie, floor)


def row(server: Server, app: object, request: Request, cookie: str, floor: float) -> None:
    load(server.port, cookie, request.make, seconds=1)
    cpu = server.cpu_seconds()
    times = load(server.port, cookie, request.make, seconds=SECONDS)
    milliseconds = 1000 * (server.cpu_seconds() - cpu) / len(times.seconds)
    queries = count_queries(app, request.path, cookie) if request.path else ""  # type: ignore[arg-type]
    target = f"{request.target:.0%}" if request.target else ""
    p50, p95, p99 = (times.percentile(share) for share in (0.5, 0.95, 0.99))
    faults = f"  {times.faults} faults" if times.faults else ""
    print(
        f"{request.name:28}{times.per_second:8.0f}{times.per_second / floor:10.0%}{target:>8}{p50:7.1f}{p95:7.1f}{p99:7.1f}"
        f"{milliseconds:8.1f}{queries!s:>9}{times.size / 1000:7.1f}{faults}",
        flush=True,
    )


def import_oulad() -> None:
    """The whole real set through the command, as a process of its own."""
    if not OULAD.is_dir():
        print("\nOULAD is not here: its import was not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {"DATA_DIR": folder}
        run(["db", "upgrade"], environment)
        for words in ("import of the whole OULAD", "the same files again"):
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "analytics", "import", str(OULAD)]
            begin = time.perf_counter()
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
            _, _, used = os.wait4(process.pid, 0)
            cpu = used.ru_utime + used.ru_stime
            print(
                f"{words}: {time.perf_counter() - begin:.1f} s, {cpu:.1f} s CPU, peak {used.ru_maxrss / 1024:.0f} MiB"
            )


if __name__ == "__main__":
    main()
