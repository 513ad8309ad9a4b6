"""The rules for those who alert from Prometheus, by its own tools."""

import json
import re
import subprocess

from harness import exposition
from harness.binaries import ROOT, installed

PROMETHEUS = ROOT / "alerts" / "prometheus"
PROMETHEUS_RULES = (PROMETHEUS / "datacap.rules.yml").read_text()


def promtool(*arguments):
    done = subprocess.run([installed("promtool"), *arguments], cwd=PROMETHEUS, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_promtool_finds_nothing_in_the_rules():
    code, output = promtool("check", "rules", "--lint=all", "--lint-fatal", "datacap.rules.yml")
    assert code == 0, output
    assert f"SUCCESS: {len(re.findall('- (?:alert|record): ', PROMETHEUS_RULES))} rules found" in output


def test_the_rules_do_as_their_unit_tests_say():
    code, output = promtool("test", "rules", "datacap.rules.test.yml")
    assert code == 0, output


def test_every_alert_is_seen_firing_and_not_firing():
    cases = (PROMETHEUS / "datacap.rules.test.yml").read_text()
    for alert in re.findall(r"- alert: (\w+)", PROMETHEUS_RULES):
        expected = re.findall(rf"alertname: {alert}(?:,|\n +) *exp_alerts: *(\[\])?", cases)
        assert set(expected) == {"", "[]"}, alert


def test_the_rules_use_what_the_daemon_exposes(daemon_factory, tmp_path):
    # What is told of receivers has no series without one.
    hook = {"name": "hook", "exec": {"argv": ["/bin/true"]}}
    (tmp_path / "rules.json").write_text(json.dumps({"version": 1, "receivers": [hook]}))
    daemon = daemon_factory({"rules_file": "rules.json"}, folder=tmp_path)
    exposed = {name for (name, _), _ in exposition.samples(exposition.scrape(daemon))}
    used = set(re.findall(r"(?<![:\w])(?:datacap|process)_\w+(?![:\w])", PROMETHEUS_RULES))
    assert len(used) > 10
    assert used <= exposed, used - exposed
