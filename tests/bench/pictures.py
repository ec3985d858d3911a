"""A photograph of 12 megapixels: from its first byte sent until both sizes are read back, and the memory of the process that
makes it and of the one that serves. `python -m tests.bench.pictures` seeds a demo by itself.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Mapping
from io import BytesIO

from app.attachments.making.process import make_picture
from tests.bench.client import Connection
from tests.bench.server import run, serving
from tests.factories.pictures import photograph

TIMES = 7
SLUG, LOGIN, PASSWORD = "s215", "al01.s215@example.org", "learning-network"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"DATA_DIR": folder, "SIGN_IN_LIMIT": "1000 per minute"}
        run(["db", "upgrade"], environment)
        run(["seed", "demo"], environment)
        measure(environment)


def measure(environment: Mapping[str, str]) -> None:
    """Print what it takes on this site, which has the demo."""
    photographs = [photograph(4032, 3024, seed=each) for each in range(TIMES)]
    made = make_picture(BytesIO(photographs[0]))
    with serving("wsgi:app", environment, "/healthz") as server:
        client = Connection(server.port)
        client.sign_in(LOGIN, PASSWORD)
        before = server.memory_mib()
        seconds = [seconds_of(client, each) for each in photographs]
        after = server.memory_mib()
    print(
        f"a picture of 12 megapixels ({len(photographs[0]) / 1e6:.1f} MB) on the page: {statistics.median(seconds):.2f} s, at most "
        f"{max(seconds):.2f} (target: under 3); {made.peak_kib / 1024:.0f} MiB for the process that makes it (target: under "
        f"200); the serving one {before:.0f} MiB before and {after:.0f} after"
    )


def seconds_of(client: Connection, held: bytes) -> float:
    _, _, page = client.ask("GET", f"/networks/{SLUG}/discussions/1/reply")
    found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    begun = time.perf_counter()
    status, _, card = client.send_file(f"/networks/{SLUG}/files", {"csrf_token": found[1].decode()}, "photo.jpg", held)
    assert status == 201, status
    address = re.search(rf"/networks/{SLUG}/files/[a-z2-7]{{8}}", card.decode())
    assert address
    for size in ("", "/small"):
        assert client.ask("GET", address[0] + size)[0] == 200
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
