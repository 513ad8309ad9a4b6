"""Debian's Chromium, and pages in it whose faults fail the test."""

import pytest
from playwright.sync_api import sync_playwright

from Browser.dashboard import Dashboard
from harness.binaries import installed


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests. The name evil.test leads to loopback, which is what DNS rebinding amounts to."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=installed("chromium"),
            args=[
                "--no-sandbox",
                "--host-resolver-rules=MAP evil.test 127.0.0.1",
                # Only some browsers have this check, so the daemon must not lean on it.
                "--disable-features=LocalNetworkAccessChecks",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser):
    """Opens pages, each in a context of its own: `new_page(**context_options) -> Page`."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_dashboard(new_page):
    """Opens the dashboard of a daemon: `open_dashboard(daemon, width=1280, tolerated=None, **options) -> Dashboard`.

    At the end of the test no page may have had a console error that isn't `tolerated`, violated the content
    security policy or asked another host for anything.
    """
    opened = []

    def open_one(daemon, width=1280, tolerated=None, **options):
        page = new_page(viewport={"width": width, "height": 900}, **options)
        dashboard = Dashboard(page, daemon.url, tolerated)
        opened.append(dashboard)
        return dashboard

    yield open_one
    faults = [fault for fault in (dashboard.fault() for dashboard in opened) if fault]
    assert not faults, faults
