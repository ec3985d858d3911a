from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site, serving
from tests.browser.visitors import Visitors
from tests.chromium import find_chromium, launch_arguments
from tests.demo import copy_demo

#: Pictures of the pages that were open when a test failed; ignored by git.
PICTURES = Path(__file__).resolve().parents[2] / "screenshots" / "failures"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests: two Playwrights in one thread refuse to start."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on SQLite, for one test file."""
    folder = tmp_path_factory.mktemp("site") / "data"
    copy_demo(tmp_path_factory, "sqlite", folder)
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def _company(browser: Browser, site: Site) -> Iterator[Visitors]:
    company = Visitors(browser, site)
    yield company
    company.leave_for_good()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    item.stash[OUTCOME] = item.stash.get(OUTCOME, False) or bool(report.failed)
    return report


OUTCOME = pytest.StashKey[bool]()


@pytest.fixture
def visitors(_company: Visitors, request: pytest.FixtureRequest) -> Iterator[Visitors]:
    """Whoever a test sends to the site. A console error, a refused script or a foreign host fails the test."""
    try:
        yield _company
        faults = list(_company.faults)
        if faults or request.node.stash.get(OUTCOME, False):
            _company.keep_pictures(PICTURES, re.sub(r"\W+", "-", request.node.name))
        assert faults == []
    finally:
        _company.leave()
