"""Hands a picture to the process that makes it harmless, and waits for what it made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from app.attachments import kinds
from app.core.errors import Invalid

_PROGRAM = Path(__file__).with_name("drawing.py")
#: Beyond the processor time that it allows itself, for a machine that is busy with other things.
LONGEST = 25.0
#: One at a time in each serving process: two would take both of its threads, and everybody else would wait.
_turn = threading.BoundedSemaphore(1)
PATIENCE = 8.0

_SENTENCES = {
    "too many pixels": "This picture has more than 50 million dots, or a side of more than 16,000. Please make it smaller.",
    "too much": "This picture takes more room to read than a picture needs. Please save it anew, smaller, and try that one.",
    "unreadable": "This picture cannot be read: the file is damaged or cut short. Please save it anew and try that one.",
}


class NotItsTurn(Invalid):
    """Other pictures are being made; in a moment it is this one's turn."""


@dataclass(frozen=True)
class MadePicture:
    suffix: str
    width: int
    height: int
    #: 0 where the picture is small enough to be shown as it is.
    small_width: int
    large: bytes = field(repr=False)
    small: bytes = field(repr=False)
    #: The most memory that making it took.
    peak_kib: int


def make_picture(file: IO[bytes]) -> MadePicture:
    """Upright, in sRGB, without metadata, at most 1,600 dots wide and high, and once more at 480. Invalid, in a sentence,
    for what cannot be made; NotItsTurn if its turn does not come soon; OSError where the machine has no room.
    """
    if not _turn.acquire(timeout=PATIENCE):
        raise NotItsTurn(kinds.BUSY, {"file": [kinds.BUSY]})
    try:
        with tempfile.TemporaryFile() as answer:
            code = _run(file, answer)
            answer.seek(0)
            return _read(answer, code)
    finally:
        _turn.release()


def _run(file: IO[bytes], answer: IO[bytes]) -> int:
    # Isolated (-I), and without the environment, which may hold what only this process should know.
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    with tempfile.TemporaryFile() as source:
        file.seek(0)
        shutil.copyfileobj(file, source)
        source.flush()
        os.lseek(source.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(  # noqa: S603 -- our own program, and nothing that was typed
                [sys.executable, "-I", str(_PROGRAM)],
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=kept,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return 1
        return done.returncode


def _read(answer: IO[bytes], code: int) -> MadePicture:
    try:
        told = json.loads(answer.readline() or b"{}")
    except ValueError:
        told = {}
    if code != 0 or "lengths" not in told:
        sentence = _SENTENCES.get(told.get("fault", ""), _SENTENCES["too much"])
        raise Invalid(sentence, {"file": [sentence]})
    pieces = [answer.read(length) for length in told["lengths"]]
    if [len(each) for each in pieces] != told["lengths"]:
        raise OSError("the made picture was cut short")
    return MadePicture(
        told["suffix"],
        told["width"],
        told["height"],
        told["small_width"],
        pieces[0],
        pieces[1] if len(pieces) > 1 else b"",
        told["peak_kib"],
    )
