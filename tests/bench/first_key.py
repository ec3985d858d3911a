"""How long after opening the editor the first key stands in it, on a phone with a quarter of this processor behind a line of
1.6 Mbit/s and 150 ms; beside the first key in the box of the sign-in page in the same conditions, which has no editor.
`python -m tests.bench.first_key` seeds a demo by itself.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping

from playwright.sync_api import Page, sync_playwright

from tests.bench.pictures import LOGIN, PASSWORD, SLUG
from tests.bench.server import run, serving
from tests.chromium import find_chromium, launch_arguments

TIMES = 7
TARGET = 1.0
SLOWED = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PHONE = {"width": 360, "height": 740}
BARE = "/sign-in"
REPLY = f"/networks/{SLUG}/discussions/1/reply"
#: Milliseconds from the beginning of the way to the page until the key is painted.
NOTED = """addEventListener("input", () => requestAnimationFrame(() => setTimeout(() => {
  window.firstKey ??= performance.now();
})), true)"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"DATA_DIR": folder, "SIGN_IN_LIMIT": "1000 per minute"}
        run(["db", "upgrade"], environment)
        run(["seed", "demo"], environment)
        measure(environment)


def measure(environment: Mapping[str, str]) -> None:
    """Print what it takes on this site, which has the demo."""
    with serving("wsgi:app", environment, "/healthz") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        address = f"http://127.0.0.1:{server.port}"

        def slowed(*, signed_in: bool) -> Page:
            page = browser.new_page(viewport=PHONE, is_mobile=True, has_touch=True, base_url=address)
            if signed_in:
                _sign_in(page)
            page.add_init_script(NOTED)
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            session.send("Network.emulateNetworkConditions", LINE)
            return page

        new, known = {}, {}
        for path, box in ((BARE, "#email"), (REPLY, "#body")):
            page = slowed(signed_in=path == REPLY)
            new[path] = _first_key(page, path, box)
            known[path] = statistics.median(_first_key(page, path, box) for _ in range(TIMES))
        browser.close()
    print(
        f"first key in the editor, on a phone slowed {SLOWED} times behind 1.6 Mbit/s: {known[REPLY]:.2f} s (target: "
        f"{TARGET:.0f}), {known[REPLY] / known[BARE]:.2f} times the {known[BARE]:.2f} s of a page with a plain box; for who "
        f"has never been at the site {new[REPLY]:.2f} s, {new[REPLY] / new[BARE]:.2f} times"
    )


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("#email", LOGIN)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    # The pages of the way there are not what is measured: nothing of them is kept.
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


def _first_key(page: Page, path: str, box: str) -> float:
    """Seconds."""
    page.goto(path, wait_until="commit")
    page.locator(box).wait_for(state="visible")
    page.focus(box)
    page.keyboard.press("a")
    milliseconds: float = page.wait_for_function("() => window.firstKey").json_value()
    return milliseconds / 1000


if __name__ == "__main__":
    main()
