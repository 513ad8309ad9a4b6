"""Waiting for a condition, not for a time."""

import time


def wait_until(condition, timeout, what="the condition", interval=0.02):
    """Polls `condition` until it returns something true, and returns that; fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise AssertionError(f"{what} did not come about within {timeout} s, but is {value!r}")
        time.sleep(interval)


def hold(condition, seconds, what="the condition", interval=0.02):
    """Polls `condition` for so many seconds and fails as soon as it isn't true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert condition(), f"{what} ended"
        time.sleep(interval)
