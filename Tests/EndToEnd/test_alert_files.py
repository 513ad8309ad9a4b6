"""The built-in rules and their schema, which agrees with what the daemon takes."""

import copy
import json
import re
import subprocess

import jsonschema
import pytest

from harness.binaries import ROOT, built, environment

ALERTS = ROOT / "alerts"
RULES = json.loads((ALERTS / "rules.json").read_text())
SCHEMA = json.loads((ALERTS / "rules.schema.json").read_text())

#: A file that uses everything once.
EXAMPLE = {
    "version": 1,
    "rules": [
        {
            "alert": "throttled",
            "when": {"signal": "throttle", "minimum_confidence": 0.8},
            "for_seconds": 60,
            "keep_firing_for_seconds": 300,
            "repeat_interval_seconds": 14400,
            "send_resolved": True,
            "no_data": "keep",
            "labels": {"severity": "warning"},
            "annotations": {
                "summary": "Throttled to {{ speed | mbps }}, was {{ baseline | mbps }}",
                "description": "On {{ host }}",
            },
            "receivers": ["mail", "hook"],
            "enabled": True,
        },
        {"alert": "cap-80", "when": {"signal": "cap", "used_percent": 80}, "receivers": ["mail"]},
        {"alert": "slow", "when": {"signal": "speed_below", "mbps": 50}, "repeat_interval_seconds": None},
        {"alert": "crashes", "when": {"signal": "crash_loop", "restarts": 3, "within_seconds": 600}},
    ],
    "receivers": [
        {"name": "mail", "email": {"to": ["me@example.org", "größe@example.org"]}},
        {"name": "hook", "exec": {"argv": ["hooks/notify.sh"], "timeout_seconds": 30}},
        {"name": "am", "alertmanager": {"urls": ["http://127.0.0.1:9093"]}},
        {"name": "web", "webhook": {"url": "https://example.org/hook?key=1"}},
    ],
}

SUMMARY = "rules/0/annotations/summary"

#: What may stand at a place of the example.
GOOD = [
    ("rules", []),
    ("rules/0/for_seconds", 0),
    ("rules/0/for_seconds", 0.5),
    ("rules/0/repeat_interval_seconds", 60),
    ("rules/0/no_data", "fire"),
    ("rules/0/labels", {}),
    ("rules/0/when", {"signal": "throttle"}),
    ("rules/0/when", {"signal": "cap_forecast"}),
    ("rules/0/when", {"signal": "no_sample"}),
    ("rules/0/when", {"signal": "crash_loop"}),
    ("rules/0/when", {"signal": "notification_failing"}),
    ("rules/1/when/used_percent", 150),
    ("receivers/1/exec/argv", ["/usr/local/bin/tell", "", "two words", "--x"]),
    ("receivers/1/exec/argv", ["./tell", "same", "same"]),
    (SUMMARY, ""),
    (SUMMARY, "{ no template } }} {"),
    (SUMMARY, "{{speed|mbps}}{{ host }}\n{{  duration  |  duration  }}"),
    (SUMMARY, "{{ labels.severity }} {{ annotations.description }} {{ alert }} {{ rule }} {{ status }}"),
    (SUMMARY, "{{ startsAt | date }} {{ endsAt }} {{ drop_ratio | percent }} {{ verdict }}"),
    (SUMMARY, "{{ cap.used | bytes }} {{ cap.limit }} {{ cap.used_ratio | percent }} {{ cap.period_end | date }}"),
]

#: What may not; an entry without a value takes the member away.
BAD = [
    ("version", 2),
    ("version", "1"),
    ("version",),
    ("extra", 1),
    ("rules", {}),
    ("rules/0/alert",),
    ("rules/0/alert", ""),
    ("rules/0/alert", "two words"),
    ("rules/0/alert", "a/b"),
    ("rules/0/alert", "a\n"),
    ("rules/0/alert", "a" * 65),
    ("rules/0/alert", 5),
    ("rules/0/when",),
    ("rules/0/when", "throttle"),
    ("rules/0/when", {}),
    ("rules/0/when", {"signal": "weather"}),
    ("rules/0/when", {"signal": "throttle", "used_percent": 80}),
    ("rules/0/when/minimum_confidence", 1.1),
    ("rules/0/when/minimum_confidence", -0.1),
    ("rules/0/when/minimum_confidence", "0.5"),
    ("rules/1/when/used_percent",),
    ("rules/1/when/used_percent", 0),
    ("rules/1/when/used_percent", 1001),
    ("rules/1/when/used_ratio", 0.8),
    ("rules/2/when/mbps",),
    ("rules/2/when/mbps", 0),
    ("rules/2/when/mbps", -5),
    ("rules/2/when/mbps", None),
    ("rules/3/when/restarts", 0),
    ("rules/3/when/restarts", 2.5),
    ("rules/3/when/within_seconds", 0),
    ("rules/0/for", "5m"),
    ("rules/0/for_seconds", "60"),
    ("rules/0/for_seconds", -1),
    ("rules/0/for_seconds", None),
    ("rules/0/keep_firing_for_seconds", 1e9),
    ("rules/0/repeat_interval_seconds", 59),
    ("rules/0/repeat_interval_seconds", 0),
    ("rules/0/repeat_interval_seconds", "never"),
    ("rules/0/send_resolved", "yes"),
    ("rules/0/no_data", "alert"),
    ("rules/0/enabled", 1),
    ("rules/0/labels", ["severity"]),
    ("rules/0/labels/9lives", "x"),
    ("rules/0/labels/a-b", "x"),
    ("rules/0/labels/a\n", "x"),
    ("rules/0/labels/alertname", "x"),
    ("rules/0/labels/severity", 1),
    ("rules/0/labels/severity", ""),
    ("rules/0/labels/severity", "{{ status }}"),
    ("rules/0/labels/severity", "a\r\nb"),
    ("rules/0/annotations/a b", "x"),
    ("rules/0/annotations/summary", None),
    (SUMMARY, "bell \a"),
    (SUMMARY, "{{ speed"),
    (SUMMARY, "{{ }}"),
    (SUMMARY, "{{ weather }}"),
    (SUMMARY, "{{ speed | knots }}"),
    (SUMMARY, "{{ speed | bytes }}"),
    (SUMMARY, "{{ host | mbps }}"),
    (SUMMARY, "{{ speed | mbps | mbps }}"),
    (SUMMARY, "{{ labels. }}"),
    (SUMMARY, "{{ cap.left }}"),
    (SUMMARY, "{{ if speed }}slow{{ end }}"),
    (SUMMARY, "{{ speed }} {{ $(id) }}"),
    ("rules/0/receivers", "mail"),
    ("rules/0/receivers", ["mail", "mail"]),
    ("rules/0/receivers", [""]),
    ("receivers/0/name",),
    ("receivers/0/name", "a b"),
    ("receivers/0/email",),
    ("receivers/0/exec", {"argv": ["/bin/true"]}),
    ("receivers/0/pager", {}),
    ("receivers/0/email", {}),
    ("receivers/0/email/to", []),
    ("receivers/0/email/to", "me@example.org"),
    ("receivers/0/email/to", ["me@example.org", "me@example.org"]),
    ("receivers/0/email/to", ["me"]),
    ("receivers/0/email/to", ["@example.org"]),
    ("receivers/0/email/to", ["a@b@c"]),
    ("receivers/0/email/to", ["Me <me@example.org>"]),
    ("receivers/0/email/to", ["me@example.org\r\nRCPT TO:<you@example.org>"]),
    ("receivers/0/email/to", ["me@example.org\n"]),
    ("receivers/0/email/cc", ["you@example.org"]),
    ("receivers/1/exec", "notify.sh --now"),
    ("receivers/1/exec/argv", "notify.sh --now"),
    ("receivers/1/exec/argv", []),
    ("receivers/1/exec/argv", [""]),
    ("receivers/1/exec/argv", ["notify.sh"]),
    ("receivers/1/exec/argv", ["/bin/echo", 5]),
    ("receivers/1/exec/argv", ["/bin/echo", "nul \0"]),
    ("receivers/1/exec/shell", True),
    ("receivers/1/exec/timeout_seconds", 0),
    ("receivers/1/exec/timeout_seconds", "30s"),
    ("receivers/2/alertmanager/urls", []),
    ("receivers/2/alertmanager/urls", ["127.0.0.1:9093"]),
    ("receivers/2/alertmanager/url", "http://127.0.0.1:9093"),
    ("receivers/3/webhook/url", "ftp://example.org/"),
    ("receivers/3/webhook/url", "http://"),
    ("receivers/3/webhook/url", "http:///path"),
    ("receivers/3/webhook/url", "http://example.org/a b"),
    ("receivers/3/webhook/url", "http://example.org/\n"),
    ("receivers/3/webhook/headers", {}),
]


def changed(path, *value):
    """The example with another value at a path, or without what is there."""
    document = copy.deepcopy(EXAMPLE)
    *parents, last = path.split("/")
    place = document
    for name in parents:
        place = place[int(name) if name.isdigit() else name]
    if value:
        place[last] = value[0]
    else:
        del place[last]
    return document


def is_valid(document):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def named(entries):
    return [f"{path} {json.dumps(value[0]) if value else 'absent'}"[:60] for path, *value in entries]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


def test_every_key_is_explained():
    def unexplained(schema, path):
        for name, member in schema.get("properties", {}).items():
            place = f"{path}/{name}"
            target = SCHEMA["$defs"][member["$ref"].rsplit("/", 1)[1]] if "$ref" in member else member
            if not {"description", "const"} & (member | target).keys() and name not in ("signal", "url"):
                yield place
            yield from unexplained(target, place)
            yield from unexplained(target.get("items", {}), place)
        for number, choice in enumerate(schema.get("oneOf", [])):
            yield from unexplained(choice, f"{path}/{number}")

    found = [place for name, part in SCHEMA["$defs"].items() for place in unexplained(part, name)]
    assert found + list(unexplained(SCHEMA, "")) == []


@pytest.mark.parametrize("document", [RULES, EXAMPLE], ids=["rules.json", "example"])
def test_files_that_are_right_are_taken(document):
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path, value", GOOD, ids=named(GOOD))
def test_what_is_right_is_taken(path, value):
    assert is_valid(changed(path, value))


@pytest.mark.parametrize("entry", BAD, ids=named(BAD))
def test_what_is_wrong_is_refused(entry):
    assert not is_valid(changed(*entry))


@pytest.fixture
def check(tmp_path):
    """What `datacap check-config` says of rules, in lines; none if there are no faults."""
    smtp = {"url": "smtp://127.0.0.1", "tls": "none", "from": "datacap@example.org"}
    (tmp_path / "config.json").write_text(json.dumps({"smtp": smtp, "rules_file": "rules.json"}))

    def faults(document):
        (tmp_path / "rules.json").write_text(json.dumps(document))
        done = subprocess.run(
            [built("datacap"), "check-config", tmp_path / "config.json"],
            capture_output=True, text=True, env=environment(),
        )  # fmt: skip
        lines = done.stdout.splitlines()
        assert done.returncode == (0 if lines[-1].endswith(": no faults") else 1), done
        return lines if done.returncode else []

    return faults


def test_check_config_takes_what_the_schema_takes(check):
    documents = [RULES, EXAMPLE, *(changed(*entry) for entry in GOOD)]
    assert [document for document in documents if check(document)] == []


def test_check_config_refuses_what_the_schema_refuses(check):
    for entry in BAD:
        faults = check(changed(*entry))
        assert faults, f"{entry} is taken"
        # One line for each fault, whatever is in the text that it shows.
        for fault in faults:
            assert re.fullmatch(r"/.*/rules\.json:\d+:\d+: .+: .+", fault), (entry, fault)


def test_check_config_writes_control_characters_out(check):
    [fault] = check(changed("rules/0/alert", "a\n\u2028b"))
    assert fault.endswith(r'is "a\n\u{2028}b"')


def test_the_built_in_rules_fit_together():
    names = [rule["alert"] for rule in RULES["rules"]]
    assert len(names) == len(set(names))
    signals = set(SCHEMA["$defs"]["signal"]["properties"]["signal"]["enum"])
    assert {rule["when"]["signal"] for rule in RULES["rules"]} == signals, "one for each signal"
    for rule in RULES["rules"]:
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert rule["annotations"]["summary"]


def test_nobody_is_told_until_the_user_says_whom():
    assert RULES["receivers"] == []
    assert [rule for rule in RULES["rules"] if rule["receivers"]] == []
