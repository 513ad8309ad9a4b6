"""The dashboard as a person at the browser uses it: by roles, names and visible text."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

#: Makes a page keep a record of what it wanted to do against the content security policy.
VIOLATIONS = """
window.cspViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.cspViolations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


class Dashboard:
    """One open page of the dashboard, which keeps a record of whatever goes wrong in it."""

    def __init__(self, page: Page, url: str, tolerated: str | None = None):
        """Opens the page and waits for its stream. `tolerated` is a pattern of console errors that the test causes."""
        self.page, self.url = page, url
        self._tolerated = tolerated
        self._errors: list[str] = []
        self._hosts: set[str] = set()
        page.on("console", lambda message: message.type == "error" and self._errors.append(message.text))
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("request", lambda request: self._hosts.add(urlsplit(request.url).netloc))
        page.on("websocket", lambda socket: self._hosts.add(urlsplit(socket.url).netloc))
        page.add_init_script(VIOLATIONS)
        page.goto(url)
        self.expect_connection("Live")

    def fault(self) -> str | None:
        """Says what went wrong so far: console errors, violations of the policy, requests to other hosts."""
        errors = [text for text in self._errors if not (self._tolerated and re.search(self._tolerated, text))]
        violations = self.page.evaluate("window.cspViolations")
        strangers = self._hosts - {urlsplit(self.url).netloc}
        found = {"console errors": errors, "policy violations": violations, "other hosts": strangers}
        return "; ".join(f"{name}: {what}" for name, what in found.items() if what) or None

    def press(self, name: str) -> None:
        """Presses a button once it is enabled."""
        self.button(name).click()

    def button(self, name: str):
        """The button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def expect_connection(self, text: str, seconds: float = 10) -> None:
        expect(self.page.locator("#connection")).to_have_text(re.compile(text), timeout=seconds * 1000)

    def expect_status(self, text: str, seconds: float = 15) -> None:
        expect(self.page.locator("#status")).to_have_text(text, timeout=seconds * 1000)

    def expect_enabled(self, *names: str) -> None:
        """Expects exactly these of the five controls to be enabled."""
        for name in ("Start", "Pause", "Resume", "Stop", "Reset"):
            expectation = expect(self.button(name))
            if name in names:
                expectation.to_be_enabled()
            else:
                expectation.to_be_disabled()

    def expect_speed(self, seconds: float = 20) -> None:
        """Expects a speed above zero in the big figure."""
        expect(self.page.locator("#speed")).to_have_text(re.compile(r"[1-9]"), timeout=seconds * 1000)

    def start(self) -> None:
        """Brings the test to running, whether or not the daemon has begun it by itself."""
        expect(self.page.locator("#status")).to_have_text(re.compile("Running|Stopped"), timeout=15_000)
        if self.page.locator("#status").inner_text() == "Stopped":
            self.press("Start")
        self.expect_status("Running")
        self.expect_speed()

    def points(self) -> int:
        """The number of points that the chart holds, breaks in its line left out."""
        return self.page.evaluate(
            "() => Chart.getChart('chart').data.datasets[0].data.filter((point) => !Number.isNaN(point.y)).length"
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
