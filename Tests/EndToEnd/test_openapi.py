"""The OpenAPI document is valid, and what it says is what is served."""

import subprocess

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from harness.binaries import environment, installed


def test_the_document_is_valid_openapi_3_1(daemon):
    answer = daemon.get("/api/openapi.json")
    assert answer.status == 200
    document = answer.json()
    assert document["openapi"].startswith("3.1.")
    validate(document, cls=OpenAPIV31SpecValidator)


def test_it_names_every_documented_call(daemon):
    paths = daemon.get("/api/openapi.json").json()["paths"]
    for command in ("start", "stop", "pause", "resume", "reset"):
        assert "post" in paths[f"/api/{command}"]
    for path in ("/api/stats", "/api/system", "/api/config", "/api/alerts", "/metrics", "/-/healthy", "/-/ready"):
        assert "get" in paths[path]
    assert "post" in paths["/-/reload"]
    assert "post" in paths["/api/alerts/test"]
    assert {"post", "delete"} <= paths["/api/alerts/{alert}/silence"].keys()


@pytest.mark.timeout(240)
def test_schemathesis_finds_nothing(daemon, tmp_path):
    run = subprocess.run(
        [
            installed("schemathesis"), "run", f"{daemon.url}/api/openapi.json", "--checks", "all",
            "--max-examples", "40", "--seed", "1", "--request-timeout", "10", "--continue-on-failure",
        ],
        capture_output=True, text=True, cwd=tmp_path, env=environment(NO_COLOR=1, COLUMNS=160),
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert daemon.get("/-/healthy").status == 200
