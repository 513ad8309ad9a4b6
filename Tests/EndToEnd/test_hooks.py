"""The example hooks of alerts/hooks, run as datacap runs them: all of them, and those that stay on the machine."""

import html
import os
import re
import socket

import pytest

from harness.hooks import HOOKS, HOSTILE, RETRY, is_clean, notice, plain, recorder, run, toolbox

ALL = sorted(path.name for path in HOOKS.glob("*.sh"))


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
