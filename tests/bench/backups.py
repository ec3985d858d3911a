"""Backup and restore of a large site with OULAD, on both databases and from the one to the other: seconds, and what a backup
that is taken under 20 writers has lost of what was acknowledged before it began. `python -m tests.bench.backups` fills the
sites by itself; BENCH_NETWORKS says how large (50 networks have 100,000 posts).
"""

from __future__ import annotations

import contextlib
import gzip
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import create_engine, text

from app.demo.load import READER, READER_PASSWORD
from config import Settings
from tests.bench.client import Connection
from tests.bench.pages import NETWORK
from tests.bench.server import ROOT, run, serving
from tests.postgres import client_programs, new_database

OULAD = ROOT.parent / "shared" / "data" / "oulad"
SIZE = os.environ.get("BENCH_NETWORKS", "50")
WRITERS = 20
KINDS = ("SQLite", "PostgreSQL")
#: Where the backup of each kind may go.
INTO = {"SQLite": KINDS, "PostgreSQL": ("PostgreSQL",)}


def main() -> None:
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            environment = environment_of(kind, Path(folder))
            run(["db", "upgrade"], environment)
            run(["seed", "load", "--networks", SIZE], environment)
            measure(kind, environment)


def environment_of(kind: str, folder: Path) -> dict[str, str]:
    """An empty site of this kind."""
    address = "" if kind == "SQLite" else new_database()
    return {"DATA_DIR": str(folder), "DATABASE_URL": address, "SIGN_IN_LIMIT": "1000 per minute"}


def measure(kind: str, environment: Mapping[str, str]) -> None:
    """Print what it takes to back this filled site up, and to restore it into each kind that may take it."""
    environment = {**environment, "PG_BIN": client_programs()}
    if OULAD.is_dir():
        run(["analytics", "import", str(OULAD)], environment)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.tar.gz"
        with writers(environment) as acknowledged:
            before = set(acknowledged)
            seconds = timed(["site", "backup", str(file)], environment)
            during = len(acknowledged) - len(before)
        print(
            f"{kind}: a backup under {WRITERS} writers in {seconds:.1f} s, {file.stat().st_size / 1e6:.0f} MB; they wrote "
            f"{during / seconds:.0f} replies a second meanwhile"
        )
        unpacked = read_through(file)
        for target in INTO[kind]:
            there = {**environment_of(target, Path(folder) / target), "PG_BIN": client_programs()}
            seconds = timed(["site", "restore", str(file)], there)
            print(
                f"{kind} to {target}: restored in {seconds:.1f} s (target: under 180), {seconds / unpacked:.1f} times as long "
                f"as reading the file; {len(before)} acknowledged before it began, {len(before - kept(there))} lost (target: 0)",
                flush=True,
            )


def timed(words: list[str], environment: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    run(words, environment)
    return time.perf_counter() - begun


@contextlib.contextmanager
def writers(environment: Mapping[str, str]) -> Iterator[list[str]]:
    """While twenty write replies, each waiting for its answer: what was acknowledged, as it comes."""
    acknowledged: list[str] = []
    stop = threading.Event()
    with serving("wsgi:app", environment, "/healthz") as server:
        reader = Connection(server.port)
        reader.sign_in(READER, READER_PASSWORD)
        token = reader.token(f"/networks/{NETWORK}/discussions/1")

        def write(number: int) -> None:
            line, count = Connection(server.port, reader.cookie), 0
            while not stop.is_set():
                count += 1
                body = f"Reply {count} of writer {number}, which is acknowledged."
                form = {"csrf_token": token, "form_key": secrets.token_hex(8), "body": body}
                path = f"/networks/{NETWORK}/discussions/{2 + (7 * number + count) % 150}/reply"
                if line.ask("POST", path, form)[0] == 303:
                    acknowledged.append(body)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        give_up = time.monotonic() + 120
        while len(acknowledged) < 10 * WRITERS and time.monotonic() < give_up:
            time.sleep(0.05)
        try:
            yield acknowledged
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def kept(environment: Mapping[str, str]) -> set[str]:
    """The writers' replies that are there."""
    engine = create_engine(Settings.from_environment(environment).database_address)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT body_md FROM post WHERE body_md LIKE 'Reply % of writer %'"))
        there = {body for (body,) in found}
    engine.dispose()
    return there


def read_through(file: Path) -> float:
    """Seconds for no more than that."""
    begun = time.perf_counter()
    with gzip.open(file) as packed:
        while packed.read(2**20):
            pass
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
