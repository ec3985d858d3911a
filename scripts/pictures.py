"""Take the pictures that the documentation shows: the demo, freshly seeded and served, in a real browser."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.site import PASSWORD, serving
from tests.chromium import find_chromium, launch_arguments
from tests.demo import tell_demo

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"

LOOKS = "chair.s215"
TOPIC = "/networks/s215/topics/1"
#: File name, the address, and the part of the page; without one, the window.
SHOTS = (
    ("topic.png", TOPIC, None),
    ("overlay.png", TOPIC, "section.overlay"),
)


def sign_in(page: Page, url: str, login: str) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-mail").fill(f"{login}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")


def take_all(url: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        sign_in(page, url, LOOKS)
        for name, path, part in SHOTS:
            page.goto(url + path)
            page.wait_for_load_state("networkidle")
            if part is None:
                page.screenshot(path=IMAGES / name)
            else:
                page.locator(part).first.screenshot(path=IMAGES / name)
            print(f"docs/images/{name}")
        browser.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        tell_demo(data)
        with serving(data) as site:
            take_all(site.url)


if __name__ == "__main__":
    main()
