"""The example hooks of alerts/hooks, run as datacap runs them."""

import html
import json
import os
import re
import socket
import subprocess

import pytest

from harness import hooks
from harness.hooks import HOOKS, HOSTILE, Sink, is_clean, notice, recorder, run, toolbox
from harness.network import Line, entered
from harness.processes import free_port

ALL = sorted(path.name for path in HOOKS.glob("*.sh"))
RETRY = 75


def plain(text):
    """Text as hooks make it: what controls terminals and lines is a space."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)


@pytest.fixture
def sink():
    with Sink() as server:
        yield server


@pytest.fixture
def settings(sink, tmp_path):
    """A settings file of the hooks that use curl."""
    path = tmp_path / "settings.conf"
    path.write_text(f'url = "{sink.url}/topic"\nheader = "Authorization: Bearer tk_1"\n')
    return path


@pytest.fixture
def desktop(tmp_path):
    """A socket like a session bus's."""
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        yield str(tmp_path / "bus")


@pytest.fixture
def stubs(tmp_path):
    """A folder for stand-ins of programs, before all others on the hook's PATH."""
    folder = tmp_path / "stubs"
    folder.mkdir()
    return folder


def first(stubs):
    return f"{stubs}:/usr/bin:/bin"


@pytest.mark.parametrize("name", ALL)
def test_it_can_be_run(name):
    assert os.access(HOOKS / name, os.X_OK)
    assert (HOOKS / name).read_text().startswith("#!/bin/sh\n# ")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("variable", ["DATACAP_STATUS", "DATACAP_ALERT"])
def test_without_datacap_it_says_so(name, variable, tmp_path):
    done = run(name, folder=tmp_path, **{variable: None})
    assert done.returncode not in (0, RETRY)
    assert f"{variable}: is not set: datacap runs this hook" in done.stderr


class TestNotify:
    @pytest.mark.parametrize("severity, urgency", [("critical", "critical"), ("warning", "normal"), ("info", "low")])
    def test_the_summary_is_shown(self, severity, urgency, desktop, stubs, tmp_path):
        shown = recorder(stubs, "notify-send")
        done = run("notify.sh", desktop, folder=tmp_path, path=first(stubs), DATACAP_SEVERITY=severity)
        assert done.returncode == 0, done.stderr
        expected = ["--app-name=datacap", f"--urgency={urgency}", "--", "datacap: throttled", "Throttled to 12 Mbit/s"]
        assert shown() == expected

    def test_the_end_is_shown(self, desktop, stubs, tmp_path):
        shown = recorder(stubs, "notify-send")
        assert run("notify.sh", desktop, folder=tmp_path, path=first(stubs), DATACAP_STATUS="resolved").returncode == 0
        assert shown()[1:4] == ["--urgency=low", "--", "datacap: throttled is over"]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_stays_text(self, text, desktop, stubs, tmp_path):
        shown = recorder(stubs, "notify-send")
        assert run("notify.sh", desktop, folder=tmp_path, payload=notice(text), path=first(stubs)).returncode == 0
        *options, title, body = shown()
        assert (options[2:], title) == (["--"], "datacap: throttled")
        assert not re.search(r"[<>]|(?<!\\)(\\\\)*\\(?!\\)", body), "markup or an escape that notify-send reads"
        unescaped = html.unescape(body.replace("\\\\", "\\"))
        assert unescaped == plain(text)
        assert is_clean(tmp_path)

    def test_nobody_logged_in_is_tried_again(self, stubs, tmp_path):
        recorder(stubs, "notify-send")
        done = run("notify.sh", str(tmp_path / "none"), folder=tmp_path, path=first(stubs))
        assert (done.returncode, "no desktop session" in done.stderr) == (RETRY, True)

    def test_a_desktop_that_fails_is_tried_again(self, desktop, stubs, tmp_path):
        recorder(stubs, "notify-send")
        (stubs / "exit").write_text("1")
        assert run("notify.sh", desktop, folder=tmp_path, path=first(stubs)).returncode == RETRY

    def test_without_jq_the_alert_is_shown(self, desktop, stubs, tmp_path):
        shown = recorder(stubs, "notify-send")
        tools = toolbox(tmp_path / "tools", "sh", "cat", "id")
        done = run("notify.sh", desktop, folder=tmp_path, path=f"{stubs}:{tools}")
        assert (done.returncode, shown()[3:]) == (0, ["datacap: throttled", ""])
        assert "jq is missing" in done.stderr

    def test_without_its_program_it_says_so(self, desktop, tmp_path):
        done = run("notify.sh", desktop, folder=tmp_path, path=str(toolbox(tmp_path / "tools", "sh", "id")))
        assert (done.returncode, done.stderr) == (1, "notify.sh: notify-send is missing (Debian: libnotify-bin)\n")


class TestSyslog:
    @pytest.fixture
    def log(self, stubs, tmp_path):
        """A log socket of the test's own, and the real logger pointed at it; gives the lines that came."""
        address = str(tmp_path / "log")
        (stubs / "logger").write_text(f'#!/bin/sh\nexec /usr/bin/logger --socket "{address}" "$@"\n')
        (stubs / "logger").chmod(0o755)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(address)
            listener.setblocking(False)

            def lines():
                found = []
                while True:
                    try:
                        found.append(listener.recv(65536).decode())
                    except BlockingIOError:
                        return found

            yield lines

    @pytest.mark.parametrize(
        "status, severity, code", [("firing", "critical", 2), ("firing", "warning", 4), ("firing", "info", 6),
                                   ("resolved", "critical", 5)],
    )  # fmt: skip
    def test_a_line_is_logged(self, status, severity, code, log, stubs, tmp_path):
        given = {"DATACAP_STATUS": status, "DATACAP_SEVERITY": severity}
        done = run("syslog.sh", "local3", folder=tmp_path, path=first(stubs), **given)
        assert done.returncode == 0, done.stderr
        (line,) = log()
        assert line.startswith(f"<{19 * 8 + code}>")
        facts = f"alert=throttled status={status} severity={severity} since=2026-11-22T21:04:40Z"
        assert line.rstrip("\0").endswith(f"datacap: {facts} Throttled to 12 Mbit/s")

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_stays_one_line(self, text, log, stubs, tmp_path):
        changes = {"DATACAP_ALERT": "a\nb", "DATACAP_SEVERITY": text.replace("\0", "")}
        done = run("syslog.sh", folder=tmp_path, payload=notice(text), path=first(stubs), **changes)
        assert done.returncode == 0, done.stderr
        (line,) = log()
        assert "\n" not in line and "alert=ab " in line
        assert line.rstrip("\0").endswith(" since=2026-11-22T21:04:40Z " + plain(text))
        assert is_clean(tmp_path)

    def test_a_log_that_is_away_is_tried_again(self, stubs, tmp_path):
        (stubs / "logger").write_text(f'#!/bin/sh\nexec /usr/bin/logger --socket "{tmp_path}/none" "$@"\n')
        (stubs / "logger").chmod(0o755)
        assert run("syslog.sh", folder=tmp_path, path=first(stubs)).returncode == RETRY


class TestNtfy:
    @pytest.mark.parametrize(
        "status, severity, title, priority, tag",
        [
            ("firing", "critical", "datacap: throttled", "urgent", "rotating_light"),
            ("firing", "warning", "datacap: throttled", "default", "warning"),
            ("firing", "info", "datacap: throttled", "low", "information_source"),
            ("resolved", "critical", "datacap: throttled is over", "low", "white_check_mark"),
        ],
    )
    def test_the_summary_is_sent(self, status, severity, title, priority, tag, sink, settings, tmp_path):
        given = {"DATACAP_STATUS": status, "DATACAP_SEVERITY": severity}
        done = run("ntfy.sh", str(settings), folder=tmp_path, **given)
        assert done.returncode == 0, done.stderr
        post = sink.only()
        assert (post.path, post.body) == ("/topic", b"Throttled to 12 Mbit/s")
        names = ("Authorization", "Title", "Priority", "Tags", "Click")
        expected = ["Bearer tk_1", title, priority, tag, "http://127.0.0.1:8000/"]
        assert [post.headers[name] for name in names] == expected

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_stays_text(self, text, sink, settings, tmp_path):
        changes = {"DATACAP_ALERT": text.replace("\0", ""), "DATACAP_URL": "http://x/\r\nX-Injected: yes"}
        done = run("ntfy.sh", str(settings), folder=tmp_path, payload=notice(text), **changes)
        assert done.returncode == 0, done.stderr
        post = sink.only()
        assert post.body.decode() == plain(text)
        assert "X-Injected" not in post.headers and "Subject" not in post.headers
        assert is_clean(tmp_path)

    def test_without_jq_the_alert_is_sent(self, sink, settings, tmp_path):
        tools = toolbox(tmp_path / "tools", "sh", "curl", "tr", "cut")
        done = run("ntfy.sh", str(settings), folder=tmp_path, path=str(tools))
        assert (done.returncode, sink.only().body) == (0, b"datacap: throttled")
        assert "jq is missing" in done.stderr


def text_of(kind, post):
    body = json.loads(post.body)
    return body["text"] if kind == "slack" else body["content"]


class TestChat:
    @pytest.mark.parametrize("kind", ["slack", "discord"])
    @pytest.mark.parametrize("status, end", [("firing", ""), ("resolved", " is over")])
    def test_the_summary_is_posted(self, kind, status, end, sink, settings, tmp_path):
        done = run("chat.sh", kind, str(settings), folder=tmp_path, DATACAP_STATUS=status)
        assert done.returncode == 0, done.stderr
        post = sink.only()
        assert post.headers["Content-Type"] == "application/json"
        expected = f"datacap: throttled{end}\nThrottled to 12 Mbit/s\nhttp://127.0.0.1:8000/"
        assert text_of(kind, post) == expected

    @pytest.mark.parametrize("text", HOSTILE)
    def test_slack_gets_hostile_text_as_text(self, text, sink, settings, tmp_path):
        done = run("chat.sh", "slack", str(settings), folder=tmp_path, payload=notice(text))
        assert done.returncode == 0, done.stderr
        body = json.loads(sink.only().body)
        assert body.keys() == {"text", "mrkdwn", "unfurl_links"} and body["mrkdwn"] is False
        first_line, summary, link = body["text"].split("\n")
        assert summary == plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert is_clean(tmp_path)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_discord_gets_hostile_text_as_text(self, text, sink, settings, tmp_path):
        done = run("chat.sh", "discord", str(settings), folder=tmp_path, payload=notice(text))
        assert done.returncode == 0, done.stderr
        body = json.loads(sink.only().body)
        assert body.keys() == {"content", "allowed_mentions", "flags"}
        assert body["allowed_mentions"] == {"parse": []}
        first_line, summary, link = body["content"].split("\n")
        assert not re.search(r"(?<!\\)(\\\\)*[*_~`|<>#@()\[\]]", re.sub(r"\\.", "", summary)), "live markup"
        assert re.sub(r"\\(.)", r"\1", summary) == plain(text)
        assert is_clean(tmp_path)

    def test_a_long_summary_is_cut(self, sink, settings, tmp_path):
        assert run("chat.sh", "discord", str(settings), folder=tmp_path, payload=notice("*" * 9999)).returncode == 0
        assert len(json.loads(sink.only().body)["content"]) == 2000

    @pytest.mark.parametrize("arguments", [[], ["teams"]])
    def test_an_unknown_kind_is_refused(self, arguments, settings, tmp_path):
        done = run("chat.sh", *arguments, folder=tmp_path)
        assert (done.returncode, "must be slack or discord" in done.stderr) == (1, True)

    def test_without_jq_it_says_so(self, settings, tmp_path):
        done = run("chat.sh", "slack", folder=tmp_path, path=str(toolbox(tmp_path / "tools", "sh", "curl")))
        assert (done.returncode, done.stderr) == (1, "chat.sh: jq is missing (Debian: jq)\n")

    @pytest.mark.parametrize("payload", ["", "{", "[]", '"text"'])
    def test_a_notice_that_is_none_is_refused(self, payload, sink, settings, tmp_path):
        assert run("chat.sh", "slack", str(settings), folder=tmp_path, payload=payload).returncode == 1
        assert sink.posts == []


@pytest.mark.parametrize("command", [("ntfy.sh",), ("chat.sh", "slack"), ("chat.sh", "discord")], ids="-".join)
class TestPosting:
    @pytest.mark.parametrize(
        "status, code",
        [(200, 0), (204, 0), (301, 1), (400, 1), (403, 1), (404, 1), (408, RETRY), (429, RETRY), (500, RETRY),
         (503, RETRY)],
    )  # fmt: skip
    def test_the_answer_decides(self, command, status, code, sink, settings, tmp_path):
        sink.status, sink.answer = status, b"" if status == 204 else b"because of \x1b[2J 404"
        done = run(*command, str(settings), folder=tmp_path)
        assert done.returncode == code, done.stderr
        assert len(sink.posts) == 1
        if code != 0:
            assert f"{status}: because of [2J 404\n" in done.stderr

    def test_a_server_that_is_away_is_tried_again(self, command, settings, tmp_path):
        settings.write_text(f'url = "http://127.0.0.1:{free_port()}/"\n')
        done = run(*command, str(settings), folder=tmp_path)
        assert (done.returncode, "can't be reached" in done.stderr) == (RETRY, True)

    def test_missing_settings_are_named(self, command, tmp_path):
        done = run(*command, str(tmp_path / "none.conf"), folder=tmp_path)
        assert (done.returncode, f"{tmp_path}/none.conf can't be read" in done.stderr) == (1, True)

    @pytest.mark.parametrize("text", ["", 'url = "file:///etc/hostname"\n', "no-such-option\n"])
    def test_settings_that_lead_nowhere_are_final(self, command, text, settings, tmp_path):
        settings.write_text(text)
        assert run(*command, str(settings), folder=tmp_path).returncode == 1

    def test_settings_lie_beside_the_hook_unless_told(self, command, sink, settings, tmp_path):
        name = command[0]
        copy = tmp_path / name
        copy.write_bytes((HOOKS / name).read_bytes())
        copy.chmod(0o755)
        settings.rename(tmp_path / name.replace(".sh", ".conf"))
        done = run(str(copy), *command[1:], folder="/")
        assert done.returncode == 0, done.stderr
        assert len(sink.posts) == 1


class TestRoute:
    """In a network namespace with a line that the default route uses: real routes, nobody else's."""

    THERE = "default via 10.77.0.1 dev home0 metric 100"
    ADDED = "default via 10.88.0.1 dev wwan0 proto 203 metric 1"
    TO_BACKUP = ("throttled", "10.88.0.1", "wwan0")

    @pytest.fixture
    def home(self):
        with Line() as line:
            self.line = line
            for command in (
                "link add wwan0 type veth peer wwan1",
                "link set wwan1 up",
                "link set wwan0 up",
                "address add 10.88.0.2/24 dev wwan0",
                "address add fd88::2/64 dev wwan0 nodad",
                "route add default via 10.77.0.1 dev home0 metric 100",
            ):
                self.ip(command)
            yield line

    def ip(self, command):
        done = subprocess.run(["ip", "-n", self.line.home, *command.split()], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def routes(self, family="-4"):
        return {" ".join(line.split()) for line in self.ip(f"{family} route show default").splitlines()}

    def hook(self, *arguments, **changes):
        with entered(self.line.home):
            return run("route.sh", *arguments, folder="/", **changes)

    def test_traffic_goes_over_the_other_line_and_back(self, home):
        for _ in range(2):  # a notice may come twice
            done = self.hook("--apply", *self.TO_BACKUP)
            assert done.returncode == 0, done.stderr
            assert self.routes() == {self.THERE, self.ADDED}
            assert "dev wwan0" in self.ip("route get 192.0.2.1")
        for _ in range(2):
            done = self.hook("--apply", *self.TO_BACKUP, DATACAP_STATUS="resolved")
            assert done.returncode == 0, done.stderr
            assert self.routes() == {self.THERE}
        assert "dev home0" in self.ip("route get 192.0.2.1")

    def test_ipv6_as_well(self, home):
        arguments = ("--apply", "throttled", "fd88::1", "wwan0")
        assert self.hook(*arguments).returncode == 0
        assert {route.split(" pref")[0] for route in self.routes("-6")} == {
            "default via fd88::1 dev wwan0 proto 203 metric 1"
        }
        assert self.hook(*arguments, DATACAP_STATUS="resolved").returncode == 0
        assert self.routes("-6") == set()

    @pytest.mark.parametrize("status, verb", [("firing", "add"), ("resolved", "delete")])
    def test_without_apply_it_only_says(self, status, verb, home):
        if status == "resolved":
            assert self.hook("--apply", *self.TO_BACKUP).returncode == 0
        before = self.routes()
        done = self.hook(*self.TO_BACKUP, DATACAP_STATUS=status)
        assert done.returncode == 0, done.stderr
        assert f"route {verb} default via 10.88.0.1 dev wwan0 metric 1 proto 203" in done.stdout
        assert self.routes() == before

    @pytest.mark.parametrize("alert", ["cap-80", "datacap-test", "throttled2", "x"])
    def test_another_alert_switches_nothing(self, alert, home):
        done = self.hook("--apply", *self.TO_BACKUP, DATACAP_ALERT=alert)
        assert (done.returncode, self.routes()) == (0, {self.THERE})

    def test_a_route_of_somebody_else_is_never_taken_away(self, home):
        self.ip("route add default via 10.88.0.1 dev wwan0 metric 1")
        done = self.hook("--apply", *self.TO_BACKUP, DATACAP_STATUS="resolved")
        assert done.returncode == 0, done.stderr
        assert "default via 10.88.0.1 dev wwan0 metric 1" in self.routes()

    def test_a_line_that_is_down_is_tried_again(self, home):
        self.ip("link set wwan0 down")
        done = self.hook("--apply", *self.TO_BACKUP)
        assert (done.returncode, self.routes()) == (RETRY, {self.THERE}), done.stderr

    def test_an_interface_that_is_away_is_tried_again(self, home):
        assert self.hook("--apply", "throttled", "10.88.0.1", "wwan9").returncode == RETRY

    def test_a_gateway_elsewhere_is_final(self, home):
        done = self.hook("--apply", "throttled", "10.99.0.1", "wwan0")
        assert (done.returncode, self.routes()) == (1, {self.THERE}), done.stderr

    def test_a_default_route_without_metric_is_refused(self, home):
        self.ip("route add default via 10.77.0.1 dev home0")
        done = self.hook("--apply", *self.TO_BACKUP)
        assert (done.returncode, "has no metric" in done.stderr) == (1, True)
        assert len(self.routes()) == 2

    @pytest.mark.parametrize(
        "arguments",
        [
            [], ["throttled"], ["throttled", "10.88.0.1"], ["throttled", "10.88.0.1", "wwan0", "x"],
            ["throttled", "gateway.test", "wwan0"], ["throttled", "10.88.0.1 table 5", "wwan0"],
            ["throttled", "10.88.0.1", "wwan0 metric 5"], ["throttled", "10.88.0.1", "-x"], ["throttled", "", "wwan0"],
            ["throttled", "10.88.0.1", "$(touch owned)"],
        ],
    )  # fmt: skip
    def test_wrong_arguments_are_refused(self, arguments, tmp_path):
        done = hooks.run("route.sh", "--apply", *arguments, folder=tmp_path)
        assert done.returncode == 1 and done.stderr.startswith("route.sh: ")
        assert os.listdir(tmp_path) == []
