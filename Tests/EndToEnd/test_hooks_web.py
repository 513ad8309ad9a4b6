"""The example hooks of alerts/hooks that post to the web, run as datacap runs them."""

import json
import re

import pytest

from harness.hooks import HOOKS, HOSTILE, RETRY, Sink, is_clean, notice, plain, run, toolbox
from harness.processes import free_port


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

    def test_settings_of_the_user_for_curl_are_not_used(self, command, sink, settings, tmp_path):
        (tmp_path / ".curlrc").write_text('header = "X-Own: 1"\n')
        assert run(*command, str(settings), folder=tmp_path, HOME=str(tmp_path)).returncode == 0
        assert "X-Own" not in sink.only().headers

    def test_settings_lie_beside_the_hook_unless_told(self, command, sink, settings, tmp_path):
        name = command[0]
        copy = tmp_path / name
        copy.write_bytes((HOOKS / name).read_bytes())
        copy.chmod(0o755)
        settings.rename(tmp_path / name.replace(".sh", ".conf"))
        done = run(str(copy), *command[1:], folder="/")
        assert done.returncode == 0, done.stderr
        assert len(sink.posts) == 1
