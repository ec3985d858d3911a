"""SQLite's writers stand in a queue: one at a time, in bounded time, and a dead one keeps nobody waiting."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.transactions.write_queue import WriteQueue

#: Far longer than anybody here has to wait: who waits that long fails.
PATIENCE = 30


@pytest.fixture
def queue(tmp_path: Path) -> WriteQueue:
    return WriteQueue(str(tmp_path / "queue"))


@contextmanager
def another_process(queue: WriteQueue) -> Iterator[subprocess.Popen[str]]:
    """It has its turn, and keeps it until it is told to end."""
    code = (
        "import sys; from app.core.transactions.write_queue import WriteQueue; queue = WriteQueue(sys.argv[1]);"
        "print(queue.enter(9) > 0, flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", code, queue.path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def waiting(queue: WriteQueue, seconds: float = PATIENCE) -> tuple[threading.Thread, list[bool]]:
    """Somebody else who wants to write, in a thread of their own, and leaves at once."""
    turns: list[bool] = []

    def write() -> None:
        if had := queue.enter(seconds) > 0:
            queue.leave()
        turns.append(had)

    thread = threading.Thread(target=write)
    thread.start()
    return thread, turns


def test_threads_have_their_turn_one_after_the_other(queue: WriteQueue) -> None:
    within, most = [], []

    def write() -> None:
        for _ in range(20):
            assert queue.enter(PATIENCE)
            within.append(1)
            most.append(len(within))
            within.pop()
            queue.leave()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 120


def test_who_waits_for_another_process_begins_when_that_leaves(queue: WriteQueue) -> None:
    with another_process(queue) as process:
        thread, turns = waiting(queue)
        assert turns == []
        process.communicate("leave\n")
        thread.join()
    assert turns == [True]


def test_a_killed_process_keeps_nobody_waiting(queue: WriteQueue) -> None:
    with another_process(queue) as process:
        thread, turns = waiting(queue)
        process.send_signal(signal.SIGKILL)
        thread.join()
    assert turns == [True]


def test_whoever_waited_too_long_gives_back_what_comes_too_late(queue: WriteQueue) -> None:
    other = WriteQueue(queue.path)
    with another_process(queue):
        assert queue.enter(0.01) == 0
        assert queue.enter(0.01) == 0
    assert 0 < other.enter(PATIENCE) <= PATIENCE
    other.leave()
    assert queue.enter(PATIENCE)


def test_a_thread_that_waited_too_long_leaves_the_queue_as_it_was(queue: WriteQueue) -> None:
    assert queue.enter(PATIENCE)
    thread, turns = waiting(queue, 0.01)
    thread.join()
    assert turns == [False]
    queue.leave()
    assert queue.enter(0)


def test_the_copy_of_a_process_does_not_keep_its_parents_turn(queue: WriteQueue) -> None:
    assert queue.enter(PATIENCE)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(write)
        os.read(read, 1)
        os._exit(0)
    os.close(read)
    queue.begin_anew()  # as if the parent were gone
    try:
        assert WriteQueue(queue.path).enter(PATIENCE)
    finally:
        os.close(write)
        os.waitpid(child, 0)


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    queue = WriteQueue(str(tmp_path / "nowhere" / "queue"))
    for _ in range(2):
        assert queue.enter(PATIENCE)
        queue.leave()


@pytest.mark.parametrize("fault", [OSError(errno.ENOLCK, "No locks available"), RuntimeError("can't start new thread")])
def test_a_fault_on_the_way_keeps_nobody_else_waiting(
    queue: WriteQueue, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_given: object) -> None:
        raise fault

    with another_process(queue), monkeypatch.context() as patch:
        patch.setattr(*(("fcntl.flock", fail) if isinstance(fault, OSError) else ("threading.Thread.start", fail)))
        if isinstance(fault, OSError):
            assert queue.enter(PATIENCE)  # such a disk has only SQLite's own lock
            queue.leave()
        else:
            with pytest.raises(RuntimeError):
                queue.enter(PATIENCE)
    assert queue.enter(PATIENCE)
