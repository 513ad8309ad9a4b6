"""/metrics as Prometheus and its tools see it."""

import gzip
import json
import subprocess
from urllib.parse import quote

import pytest

from harness import answering, exposition, web
from harness.binaries import environment, installed
from harness.exposition import OPENMETRICS, TEXT
from harness.processes import end, free_port
from harness.waiting import wait_until

TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"

#: What Prometheus 2.42, Prometheus 3, its Python client's tests, browsers and curl send, and what each gets.
NEGOTIATION = [
    (None, TEXT_TYPE),
    ("", TEXT_TYPE),
    ("*/*", TEXT_TYPE),
    ("text/plain", TEXT_TYPE),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", TEXT_TYPE),
    ("/;q=0.1, junk;;=", TEXT_TYPE),
    ("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited", TEXT_TYPE),
    ("application/openmetrics-text;version=0.0.1", TEXT_TYPE),
    ("application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.5", TEXT_TYPE),
    ("application/openmetrics-text;version=1.0.0", OPENMETRICS_TYPE),
    (
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        OPENMETRICS_TYPE,
    ),
    (
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
        "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
        "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        OPENMETRICS_TYPE,
    ),
]

NAMES = """
    datacap_build_info datacap_test_state datacap_test_start_timestamp_seconds datacap_test_active_seconds_total
    datacap_test_last_data_timestamp_seconds datacap_downloaded_bytes_total datacap_download_requests_total
    datacap_download_failures_total datacap_download_streams datacap_download_speed_bytes_per_second
    datacap_download_baseline_speed_bytes_per_second datacap_download_sample_speed_bytes_per_second_bucket
    datacap_download_sample_speed_bytes_per_second_sum datacap_download_sample_speed_bytes_per_second_count
    datacap_throttle_detected datacap_throttle_detections_total datacap_throttled_seconds_total
    datacap_throttle_threshold_ratio datacap_cap_limit_bytes datacap_cap_used_bytes datacap_downloader_up
    datacap_downloader_exits_total datacap_downloader_start_time_seconds datacap_downloader_cpu_seconds_total
    datacap_downloader_resident_memory_bytes datacap_config_last_reload_successful
    datacap_config_last_reload_success_timestamp_seconds datacap_state_write_failures_total
    datacap_http_requests_total datacap_http_requests_rejected_total datacap_websocket_connections
    datacap_websocket_dropped_messages_total process_cpu_seconds_total process_open_fds process_max_fds
    process_resident_memory_bytes process_virtual_memory_bytes process_start_time_seconds
""".split()


@pytest.fixture
def used(daemon):
    """A daemon that has seen a request, a refusal and some payload, so that its series have values."""
    daemon.get("/nowhere")
    daemon.get("/", headers={"Host": "evil.test"})
    daemon.start_running(past_bytes=20_000_000)
    return daemon


@pytest.mark.parametrize("accept, media_type", NEGOTIATION)
def test_the_format_is_negotiated(daemon, accept, media_type):
    answer = daemon.get("/metrics", headers={} if accept is None else {"Accept": accept})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == media_type
    assert {name.strip().lower() for name in answer.headers["Vary"].split(",")} == {"accept", "accept-encoding"}
    assert answer.text.endswith("# EOF\n") == (media_type == OPENMETRICS_TYPE)


def test_every_series_is_there_from_the_start(daemon):
    found = {name for (name, _), _ in exposition.samples(exposition.scrape(daemon))}
    assert set(NAMES) <= found, set(NAMES) - found


def test_both_formats_have_the_same_series_and_none_twice(used):
    used.command("stop")
    used.wait_for_status("stopped")
    series = {}
    for accept in (TEXT, OPENMETRICS):
        keys = [key for key, _ in exposition.samples(exposition.scrape(used, accept))]
        assert len(keys) == len(set(keys))
        series[accept] = set(keys)
    assert series[TEXT] == series[OPENMETRICS]


def test_bounds_of_buckets_are_canonical(used):
    for accept in (TEXT, OPENMETRICS):
        bounds = [dict(labels).get("le") for (_, labels), _ in exposition.samples(exposition.scrape(used, accept))]
        for bound in filter(None, bounds):
            assert bound == exposition.canonical(float(bound))


def test_promtool_finds_nothing(used):
    run = subprocess.run(
        [installed("promtool"), "check", "metrics"],
        input=exposition.scrape(used, TEXT), capture_output=True, text=True,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_gzip_head_and_post(used):
    answer = used.get("/metrics", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"datacap_build_info" in gzip.decompress(answer.body)

    head = used.request("HEAD", "/metrics")
    assert (head.status, head.body) == (200, b"")
    post = used.post("/metrics")
    assert post.status == 405
    assert {method.strip() for method in post.headers["Allow"].split(",")} == {"GET", "HEAD"}


def test_no_counter_goes_back_on_reset_or_stop(used):
    def counters():
        parser = exposition.openmetrics_parser
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in parser.text_string_to_metric_families(exposition.scrape(used))
            if family.type in ("counter", "histogram", "summary")
            for sample in family.samples
        }

    before = counters()
    for command in ("reset", "stop"):
        used.command(command)
        after = counters()
        assert before.keys() <= after.keys()
        assert {key for key in before if after[key] < before[key]} == set()
        before = after


def test_a_scrape_starts_nothing(daemon):
    for _ in range(3):
        exposition.scrape(daemon)
    assert daemon.stats()["status"] == "stopped"
    assert daemon.children() == []


@pytest.fixture
def text_relay(used):
    """The port of a relay that asks for the text format: Prometheus 2.42 can't be told to prefer it."""

    class Relay(answering.Handler):
        def do_GET(self):
            page = used.get("/metrics", headers={"Accept": TEXT})
            self.answer(page.status, page.body, [("Content-Type", page.headers["Content-Type"])])

    with answering.Server(Relay) as server:
        yield server.port


@pytest.fixture
def prometheus(used, text_relay, tmp_path):
    """A Prometheus that scrapes the daemon as it likes best (OpenMetrics), and in text through the relay."""
    jobs = {"openmetrics": used.port, "text": text_relay}
    configuration = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]} for name, port in jobs.items()
        ],
    }
    # JSON is YAML.
    (tmp_path / "prometheus.yml").write_text(json.dumps(configuration))
    port = free_port()
    with open(tmp_path / "prometheus.log", "wb") as log:
        process = subprocess.Popen(
            [
                installed("prometheus"), f"--config.file={tmp_path}/prometheus.yml",
                f"--storage.tsdb.path={tmp_path}/tsdb", f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log, stderr=log, env=environment(),
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"

    def is_ready():
        assert process.poll() is None, (tmp_path / "prometheus.log").read_text()
        try:
            return web.request("GET", f"{url}/-/ready").status == 200
        except OSError:
            return False

    try:
        wait_until(is_ready, 30, "Prometheus")
        yield url
    finally:
        end(process)


def test_prometheus_scrapes_it(used, prometheus):
    def api(path):
        return web.request("GET", f"{prometheus}/api/v1/{path}").json()["data"]

    def query(expression):
        return [item["metric"] for item in api(f"query?query={quote(expression)}")["result"]]

    wait_until(lambda: len(query("up == 1 and scrape_samples_scraped > 0")) == 2, 20, "two scraped targets")
    assert {target["lastError"] for target in api("targets")["activeTargets"]} == {""}

    def series(job):
        own = [item for item in query(f'{{job="{job}",__name__=~"(datacap|process)_.+"}}')]
        return {tuple(sorted((k, v) for k, v in item.items() if k not in ("job", "instance"))) for item in own}

    wait_until(lambda: series("openmetrics") == series("text"), 10, "the same series by both formats")
    exposed = {key for key, _ in exposition.samples(exposition.scrape(used))}
    scraped = {
        (dict(labels)["__name__"], tuple(pair for pair in labels if pair[0] != "__name__"))
        for labels in series("openmetrics")
    }
    assert scraped == exposed
