"""`python -m tests.killed_at COUNT site backup FILE`: the command, and a SIGKILL as the COUNTth line of ours that touches a
backup is reached. Prints how many there were if it lives. With `RLIMIT=bytes` no file may grow beyond that,
as on a disk that is full.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from functools import cache
from types import FrameType
from typing import Any

from flask.cli import main

WATCHED = ("/app/administration/", "/app/analytics/dataset/publishing.py", "/app/web/serving/consistency.py")


def watch(deadly: int) -> list[int]:
    seen = [0]

    @cache
    def ours(file: str) -> bool:
        return any(name in file for name in WATCHED)

    def called(frame: FrameType, _event: str, _argument: Any) -> Any:
        return reached if ours(frame.f_code.co_filename) else None

    def reached(_frame: FrameType, _event: str, _argument: Any) -> Any:
        seen[0] += 1
        if seen[0] == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return reached

    sys.settrace(called)
    return seen


if __name__ == "__main__":
    if most := os.environ.get("RLIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    deadly = int(sys.argv[1])
    sys.argv = ["flask", "--app", "wsgi", *sys.argv[2:]]
    seen = watch(deadly) if deadly else [0]
    try:
        main()
    finally:
        sys.settrace(None)
        print(f"{seen[0]} lines")
