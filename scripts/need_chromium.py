"""Make sure that the browser tests find a Chromium, or say what to do.

In this order: the system's browser or the one Playwright already has; the system's package manager where we may use
it (as root, or with a sudo that asks nothing); Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.chromium import NoChromium, find_chromium


def found() -> bool:
    find_chromium.cache_clear()
    try:
        find_chromium()
    except NoChromium:
        return False
    return True


def ran(*command: str, **environment: str) -> bool:
    """True when the command could be started and ended well."""
    try:
        return subprocess.run(command, env=os.environ | environment, check=False).returncode == 0
    except OSError:
        return False


def by_package_manager() -> bool:
    """Debian's and Ubuntu's way."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        before: tuple[str, ...] = ()
    elif shutil.which("sudo") and ran("sudo", "--non-interactive", "true"):
        before = ("sudo", "--non-interactive")
    else:
        return False
    print("Installing Chromium with apt-get …", flush=True)
    ran(*before, "apt-get", "update", "-qq")
    install = (
        *before,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-qq",
        "-y",
        "--no-install-recommends",
    )
    # Without a window where there is such a package: it is half the size, and needs half the processor time.
    return ran(*install, "chromium-headless-shell") or ran(*install, "chromium")


def by_playwright() -> bool:
    print("Letting Playwright fetch its Chromium …", flush=True)
    return ran(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    if found() or (by_package_manager() and found()) or (by_playwright() and found()):
        return 0
    try:
        find_chromium()
    except NoChromium as reason:
        print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
