"""People at the site: a page signed in as somebody, what went wrong on it, and what it looks like when a test fails."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from tests.browser.site import PASSWORD, Site

expect.set_options(timeout=20_000)

#: Chromium's own words when a page answers with an error on purpose; the page's words are what a test looks at.
OWN_WORDS = "Failed to load resource: the server responded with a status of"

#: All that a page fetches by itself is there: scripts, the formulas that they set, and the fonts of those.
SETTLED = """() => document.readyState === "complete" && document.fonts.status === "loaded"
    && document.querySelector(".arithmatex:not([data-rendered])") === null"""

HIDDEN = re.compile(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"')


@dataclass
class Visitors:
    """Opens pages on one site and closes them after each test; those of readers when the site is left."""

    browser: Browser
    site: Site
    _passes: dict[str, Any] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _readers: dict[str | None, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def page_as(self, login: str | None, **wishes: Any) -> Page:
        """A page in a browser of its own, signed in with the form of the sign-in page; nobody for None."""
        if login and login not in self._passes:
            self._passes[login] = self._sign_in(login)
        return self.page(storage_state=self._passes[login] if login else None, **wishes)

    def page(self, **wishes: Any) -> Page:
        """A page in a browser of its own, with nobody signed in unless `storage_state` says so."""
        wishes.setdefault("viewport", {"width": 1280, "height": 900})
        wishes.setdefault("locale", "en-GB")
        context = self.browser.new_context(base_url=self.site.url, **wishes)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)
        page.on("request", lambda request: self._asked(request.url))
        return page

    def reader(self, login: str | None, width: int = 1280, height: int = 900) -> Page:
        """For tests that only look: the one page of this login, which goes from address to address as theirs would, so
        that the browser fetches and reads once what all pages share. Light, still and of this size again.
        """
        if login not in self._readers:
            self._readers[login] = self.page_as(login, reduced_motion="reduce")
            self._contexts.remove(self._readers[login].context)
        page = self._readers[login]
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        return page

    def _sign_in(self, login: str) -> Any:
        context = self.browser.new_context(base_url=self.site.url)
        sign_in(context.request, login)
        state = context.storage_state()
        context.close()
        return state

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(OWN_WORDS):
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.faults.append(f"{response.url}: answered {response.status}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.url, self.site.stream_url, "data:", "blob:", "about:")):
            self.faults.append(f"a foreign host was asked: {url}")

    def keep_pictures(self, folder: Path, name: str) -> None:
        """What each open page shows, for whoever looks into a failure."""
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages] + list(self._readers.values())
        for number, page in enumerate(pages, 1):
            page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)

    def leave(self) -> None:
        """Close every page. Who is signed in stays known."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self.faults.clear()

    def leave_for_good(self) -> None:
        for page in self._readers.values():
            page.context.close()


def look_up(page: Page, address: str) -> int:
    """Open it and wait for all that belongs to it; how it answered."""
    answer = page.goto(address)
    assert answer is not None
    page.wait_for_function(SETTLED)
    return answer.status


def let_pass(page: Page, seconds: int) -> None:
    """Time goes by for this browser, second by second, so that what waits to be tried again is tried as often; nobody
    waits for it. `page.clock.install()` comes before its first page.
    """
    for _ in range(seconds):
        page.clock.run_for(1000)


def sign_in(ask: APIRequestContext, login: str) -> None:
    """As a browser sends it, and without waiting for what it would show: `test_keyboard_only` signs in on the page."""
    shown = ask.get("/sign-in").text()
    form = {name: value for name, value in HIDDEN.findall(shown) if name in {"csrf_token", "form_key"}}
    form |= {"email": f"{login}@example.org", "password": PASSWORD}
    answer = ask.post("/sign-in", form=form, max_redirects=0)
    assert answer.status in {302, 303}, f"{login} could not sign in: {answer.status}"


def say_yes(page: Page, label: str) -> None:
    """The question is a page of its own, with one button."""
    expect(page.get_by_role("link", name="Leave it as it is")).to_be_visible()
    page.get_by_role("button", name=label, exact=True).click()
