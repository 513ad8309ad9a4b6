"""What a page of another origin can do to the daemon: nothing, with and without DNS rebinding.

Each attack is also aimed at a server without a guard, where it must succeed, lest a typing error pass for a defence.
"""

from dataclasses import dataclass

import pytest

from harness import answering, exposition
from harness.waiting import wait_until

# Each makes the browser send a POST to `url`. A page can't read the answer, but sending is what counts; that the answer
# came is read off the server, since the browser hides it from the page and from its driver.
POSTS = {
    "fetch without body": "(url) => fetch(url, {method: 'POST', mode: 'no-cors'}).catch(() => null)",
    "fetch of text": "(url) => fetch(url, {method: 'POST', mode: 'no-cors', body: '{}'}).catch(() => null)",
    "fetch with credentials": """(url) =>
        fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include'}).catch(() => null)""",
    "beacon": "(url) => { navigator.sendBeacon(url, '{}'); }",
    "form": """(url) => {
        const frame = Object.assign(document.createElement('iframe'), {name: 'sink'});
        const form = Object.assign(document.createElement('form'), {method: 'post', action: url, target: 'sink'});
        document.body.append(frame, form);
        form.submit();
    }""",
    "form as text": """(url) => {
        const form = Object.assign(document.createElement('form'), {method: 'post', action: url});
        form.enctype = 'text/plain';
        document.body.append(form);
        form.submit();
    }""",
}

READ = "(url) => fetch(url).then(async (answer) => [answer.status, await answer.text()]).catch(() => null)"

LISTEN = """(url) => new Promise((done) => {
    const socket = new WebSocket(url);
    socket.onopen = () => done('opened');
    socket.onmessage = (event) => done(event.data);
    socket.onclose = () => done(null);
})"""

PAGE = "<!doctype html><title>prize draw</title><body>You have won.</body>"


@dataclass
class Server:
    """A server without any guard, at once the attacker's own site and the proof that an attack gets through."""

    port: int
    posts: list


@pytest.fixture
def unguarded():
    """A server that accepts every request and keeps the paths of those that were posted."""
    posts = []

    class Handler(answering.Handler):
        def do_GET(self):
            self.answer(200, PAGE.encode(), [("Content-Type", "text/html")])

        def do_POST(self):
            self.content()
            posts.append(self.path)
            self.do_GET()

    with answering.Server(Handler) as server:
        yield Server(server.port, posts)


@pytest.fixture(params=["another site", "another port", "no origin", "rebound name"])
def attack(request, new_page, unguarded):
    """Opens the attacker's page, `attack(victim_port) -> (where its script runs, host name to attack)`."""

    def open_page(victim_port):
        page = new_page()
        match request.param:
            case "another site":
                page.goto(f"http://evil.test:{unguarded.port}/")
                return page.main_frame, "127.0.0.1"
            case "another port":
                page.goto(f"http://127.0.0.1:{unguarded.port}/")
                return page.main_frame, "127.0.0.1"
            case "no origin":
                page.goto(f"http://evil.test:{unguarded.port}/")
                return _sandboxed(page), "127.0.0.1"
            case "rebound name":
                # The attacker's DNS first names his own server, which sends the page, then loopback.
                address = f"http://evil.test:{victim_port}/"
                page.route(address, lambda route: route.fulfill(content_type="text/html", body=PAGE))
                page.goto(address)
                return page.main_frame, "evil.test"

    return open_page


@pytest.mark.parametrize("way", POSTS)
def test_posts_of_another_origin_are_refused(daemon, attack, way):
    _post(attack, daemon.port, way)
    codes = wait_until(lambda: _answers(daemon), 10, "the daemon's answer")
    assert codes <= {"403", "421"}
    assert daemon.stats()["status"] == "stopped"
    assert daemon.stats()["total_bytes"] == 0


@pytest.mark.parametrize("way", POSTS)
def test_posts_of_another_origin_reach_a_server_without_guard(attack, unguarded, way):
    _post(attack, unguarded.port, way)
    wait_until(lambda: unguarded.posts, 10, "the post")
    assert unguarded.posts == ["/api/start"]


@pytest.mark.parametrize("path", ["/style.css", "/api/stats", "/api/system", "/api/openapi.json", "/metrics"])
def test_another_origin_reads_nothing(daemon, attack, path):
    frame, host = attack(daemon.port)
    answer = frame.evaluate(READ, f"http://{host}:{daemon.port}{path}")
    if host == "evil.test":
        # A rebound name makes the answer readable, so it must be the refusal and nothing else.
        status, text = answer
        assert status == 421
        assert not any(secret in text for secret in ("--page", "speed_mbps", "resident_bytes", "openapi", "datacap_"))
    else:
        assert answer is None


def test_another_origin_cannot_open_the_stream(daemon, attack):
    frame, host = attack(daemon.port)
    assert frame.evaluate(LISTEN, f"ws://{host}:{daemon.port}/ws") is None


def test_own_origin_opens_the_stream(daemon, new_page):
    page = new_page()
    page.goto(daemon.url)
    assert page.evaluate(LISTEN, f"ws://127.0.0.1:{daemon.port}/ws") is not None


def test_dashboard_cannot_be_framed(daemon, new_page, unguarded):
    page = new_page()
    page.goto(f"http://evil.test:{unguarded.port}/")
    with page.expect_response(f"{daemon.url}/"):
        page.evaluate(
            "(url) => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))",
            f"{daemon.url}/",
        )
    frame = page.frames[-1]
    frame.wait_for_load_state()
    assert frame.locator("#controls").count() == 0


def _post(attack, port, way):
    """Carries out one attack."""
    frame, host = attack(port)
    frame.evaluate(POSTS[way], f"http://{host}:{port}/api/start")


def _answers(daemon):
    """The status codes with which the daemon has answered posts, refused ones (handler `other`) included."""
    counts = exposition.values(exposition.scrape(daemon), "datacap_http_requests_total")
    return {dict(labels)["code"] for labels, count in counts.items() if ("method", "post") in labels and count > 0}


def _sandboxed(page):
    """A frame whose origin is opaque: the browser sends `Origin: null` for it."""
    page.evaluate(
        """(body) => document.body.append(Object.assign(document.createElement('iframe'), {
            sandbox: 'allow-scripts allow-forms', srcdoc: body,
        }))""",
        PAGE,
    )
    frame = page.frames[-1]
    frame.wait_for_load_state()
    frame.locator("text=You have won").wait_for()
    return frame
