"""The example hook that switches lines: real routes, in a network namespace, and nobody else's."""

import os
import subprocess

import pytest

from harness import hooks
from harness.hooks import RETRY, run
from harness.network import Line, entered


class TestRoute:
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
            assert "dev home0" in self.ip("route get 192.0.2.1 oif home0"), "tests that keep to their interface"
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

    def test_its_route_can_be_taken_away_by_hand(self, home):
        assert self.hook("--apply", *self.TO_BACKUP).returncode == 0
        self.ip("route delete default proto 203")
        assert self.routes() == {self.THERE}

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
