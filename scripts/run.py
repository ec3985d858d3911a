"""What `make run` does once everything is prepared: the processes of the Procfile, each kept running until Ctrl-C.

honcho ends all of them when one ends. Here the one is started again, at once if it had run for a while. One that ends
again and again is given longer and longer to recover, because whatever it lacks (memory, a disk) seldom comes back sooner.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from multiprocessing import Process
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

#: Seconds. Whoever ran for longer did start; what ended it is not what ended it before.
SETTLED = 30.0
LONGEST_PAUSE = 30.0


def pause(quick_ends: int) -> float:
    """How many seconds to wait after so many ends in a row that came soon after a start."""
    return min(2.0 ** min(quick_ends - 1, 10), LONGEST_PAUSE) if quick_ends else 0.0


def how_it_ended(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by signal {-code} ({signal.strsignal(-code) or 'unknown'})"


class Keeper(Manager):
    """honcho's manager, whose question whether a process has stopped is the moment to start it again."""

    def __init__(self) -> None:
        # A program that gathers logs reads one object a line, and not the name of a process before it.
        super().__init__(Printer(sys.stdout, prefix=os.environ.get("LOG_FORMAT") != "json"))
        self._started: dict[str, float] = {}
        self._quick_ends: dict[str, int] = {}
        #: When to start again whoever ended.
        self._due: dict[str, float] = {}

    def _start(self) -> None:
        self._started = dict.fromkeys(self._processes, time.monotonic())
        super()._start()

    def _all_stopped(self) -> bool:
        return self._terminating and bool(super()._all_stopped())

    def _any_stopped(self) -> bool:
        if self._terminating:
            return bool(super()._any_stopped())
        now = time.monotonic()
        for name, kept in self._processes.items():
            if kept.get("returncode") is None:
                continue
            if name not in self._due:
                self._due[name] = now + self._say_pause(name, kept["returncode"], now - self._started[name])
            if now >= self._due[name]:
                del self._due[name]
                self._start_again(name)
        return False

    def _say_pause(self, name: str, code: int, ran: float) -> float:
        self._quick_ends[name] = self._quick_ends.get(name, 0) + 1 if ran < SETTLED else 0
        ends, wait = self._quick_ends[name], pause(self._quick_ends[name])
        soon = f" after {ran:.0f} s, {ends} times in a row" if ends > 1 else ""
        when = f"in {wait:.0f} s" if wait else "now"
        self._system_print(f"{name} {how_it_ended(code)}{soon}; it is started again {when}. The others run on.\n")
        return wait

    def _start_again(self, name: str) -> None:
        kept = self._processes[name]
        # The old number stays until the new one is told: whoever asks for the end in between needs one.
        kept["process"] = Process(name=name, target=kept["obj"].run, args=(self.events, True))
        del kept["returncode"]
        self.returncode = None
        self._started[name] = time.monotonic()
        kept["process"].start()


def main(procfile: str = "Procfile") -> None:
    keeper = Keeper()
    for name, command in parse_procfile(Path(procfile).read_text(encoding="utf-8")).processes.items():
        keeper.add_process(name, command, env=dict(os.environ))
    keeper.loop()
    sys.exit(keeper.returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
