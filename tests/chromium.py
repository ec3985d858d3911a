"""Which browser the browser tests drive, and how it is started.

The system's Chromium if there is one, otherwise the one that Playwright keeps for itself. `scripts/need_chromium.py`
sees to it that one of the two is there before the tests begin.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

#: The first is Chromium without a window, and needs half of a window's processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Where the accessibility rules come from; installed with the front-end libraries, never served to anyone.
AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"

# A test browser calls nobody: without these it looks up its maker's hosts at every start.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(RuntimeError):
    """No browser on this machine; the message says how to get one."""


@functools.cache
def find_chromium() -> Path:
    """The browser's program. `CHROMIUM` in the environment chooses another."""
    if chosen := os.environ.get("CHROMIUM"):
        return Path(chosen)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    own = _playwrights_own()
    if own.exists():
        return own
    message = (
        "The browser tests need Chromium, and there is none. "
        "Install your system's package (on Debian: apt-get install chromium), "
        "or run: .venv/bin/playwright install chromium"
    )
    raise NoChromium(message)


def _playwrights_own() -> Path:
    """Asked for in a process of its own: two Playwrights in one thread refuse to start, and the caller may have one."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    return Path(answer.stdout.strip())


def launch_arguments() -> list[str]:
    """Chromium refuses to run as root with its sandbox on."""
    return [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else list(ARGUMENTS)
