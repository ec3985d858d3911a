"""The log of the site as it is served: every line is an object, gunicorn's own too, and no visitor is in it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import create_app
from app.core.db import db
from app.web.serving.request_log import HEADER
from config import Settings
from tests.bench.server import ROOT, free_port

pytestmark = pytest.mark.slow
TYPED, VISITOR = "zanzibar", "203.0.113.7"
PATIENCE = 60.0
#: What strangers send all day long, with words of somebody in it.
SENT = (
    f"GARBAGE {TYPED}\r\n\r\n",
    f"GET /x?q={TYPED} HTTP/9.9\r\n\r\n",
    f"GET /reset/{TYPED} HTTP/1.1\r\nHost: a\r\nBad Header {TYPED}: 1\r\n\r\n",
    f"POST /sign-in?{TYPED} HTTP/1.1\r\nHost: a\r\nContent-Length: {TYPED}\r\n\r\n",
    f"GET /%00{TYPED} HTTP/1.1\r\nHost: {TYPED}.example\r\nX-Forwarded-For: {VISITOR}\r\nConnection: close\r\n\r\n",
    f"GET /nowhere/{TYPED} HTTP/1.1\r\nHost: a\r\nUser-Agent: {TYPED}\r\nConnection: close\r\n\r\n",
)


def ask(port: int, words: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        one.sendall(words.encode())
        one.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: one.recv(65_536), b"")).decode()


def answers(port: int) -> bool:
    try:
        return " 200 OK" in ask(port, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    except OSError:
        return False


def test_no_visitor_and_nothing_that_they_sent_stands_in_it(tmp_path: Path) -> None:
    with create_app(Settings(data_dir=tmp_path, secret_key="only-for-tests")).app_context():
        db.create_all()
        db.engine.dispose()
    port = free_port()
    settings = {"DATA_DIR": str(tmp_path), "PORT": str(port), "LOG_FORMAT": "json", "TRUSTED_PROXIES": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "wsgi:app"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while not answers(port) and time.monotonic() < end:
            time.sleep(0.05)
        answered = [ask(port, words) for words in SENT]
    finally:
        process.terminate()
        process.wait(PATIENCE)
    said = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in said.splitlines()]
    for word in (TYPED, VISITOR, "X-Forwarded"):
        assert word not in said
    assert "127.0.0.1" not in said.replace(f"Listening at: http://127.0.0.1:{port}", "")
    assert "a request could not be read" in {line["event"] for line in lines}
    [found] = re.findall(rf"{HEADER}: (\w+)", answered[-1])
    assert [line["status"] for line in lines if line.get("id") == found] == [404]
