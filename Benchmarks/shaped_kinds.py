"""The kinds of lines that `shaped_lines.py` makes, and how the parameters of each are thrown."""

from dataclasses import dataclass

from harness import scenarios

_INNOCENT_SECONDS = 170


def _line(dice):
    return {"rate_mbps": round(dice.uniform(15, 80), 1), "streams": dice.randint(1, 6)}


def _limited(dice):
    line = _line(dice)
    line["to_mbps"] = round(line["rate_mbps"] * dice.uniform(0.1, 0.69), 2)
    return line


def _onset_seconds(dice):
    return round(dice.uniform(45, 100), 1)


def slowed(dice):
    """The provider's shaper is set to a lower rate."""
    return scenarios.slowed_at_a_time, _limited(dice) | {
        "onset_seconds": _onset_seconds(dice), "steady": dice.random() < 0.3,
    }  # fmt: skip


def slowed_household(dice):
    """The same, while others use the line, too."""
    return scenarios.slowed_at_a_time, _limited(dice) | {
        "onset_seconds": _onset_seconds(dice), "steady": False, "household": dice.randrange(1 << 30),
        "behind_router": dice.random() < 0.5,
    }  # fmt: skip


def slowed_two_hosts(dice):
    """The same, measured with two servers."""
    parameters = _limited(dice) | {"streams": dice.randint(2, 6)}
    return scenarios.slowed_with_two_hosts, parameters | {"onset_seconds": _onset_seconds(dice)}


def quota(dice):
    """After so many bytes the line is slowed or policed; the cap is configured or not."""
    parameters = _limited(dice)
    quota_bytes = round(parameters["rate_mbps"] * 125_000 * _onset_seconds(dice))
    cap_bytes = quota_bytes if dice.random() < 0.5 else None
    if dice.random() < 0.5:
        return scenarios.slowed_at_a_volume, parameters | {
            "volume_bytes": quota_bytes, "cap_bytes": cap_bytes, "steady": False,
        }  # fmt: skip
    return scenarios.policed_after_a_quota, parameters | {"quota_bytes": quota_bytes, "cap_bytes": cap_bytes}


def policer(dice):
    """Packets are dropped to hold a rate."""
    return scenarios.policed_at_a_time, _limited(dice) | {"onset_seconds": _onset_seconds(dice)}


def bucket(dice):
    """Transfers start fast and drop to what is sustained."""
    parameters = _line(dice)
    sustained_mbps = parameters["rate_mbps"] * dice.uniform(0.15, 0.69)
    burst_seconds = dice.uniform(7, 40)
    bucket_bytes = round(burst_seconds * (parameters["rate_mbps"] - sustained_mbps) * 125_000)
    return scenarios.bucketed, parameters | {
        "sustained_mbps": round(sustained_mbps, 2), "bucket_bytes": bucket_bytes, "steady": dice.random() < 0.5,
    }  # fmt: skip


def household(dice):
    """Others at home use the line, at times with more connections than the test has."""
    downloads, start = [], dice.uniform(20, 80)
    while start < _INNOCENT_SECONDS - 20:
        length = min(dice.uniform(10, 60), _INNOCENT_SECONDS - start)
        downloads.append((round(start), dice.randint(1, 8), round(length)))
        start += length + dice.uniform(10, 60)
    return scenarios.shared_with_a_household, _line(dice) | {
        "seconds": _INNOCENT_SECONDS, "seed": dice.randrange(1 << 30), "film_mbps": round(dice.uniform(2, 12), 1),
        "downloads": downloads, "behind_router": dice.random() < 0.5,
    }  # fmt: skip


def host(dice):
    """One of two servers gets slow."""
    parameters = _line(dice)
    parameters["streams"] = dice.randint(2, 6)
    return scenarios.slow_host, parameters | {
        "host_mbps": round(parameters["rate_mbps"] * dice.uniform(0.02, 0.25), 2),
        "onset_seconds": _onset_seconds(dice), "seconds": _INNOCENT_SECONDS,
    }  # fmt: skip


def outage(dice):
    """No data for a while."""
    return scenarios.cut_off, _line(dice) | {
        "onset_seconds": _onset_seconds(dice), "out_seconds": round(dice.uniform(5, 40), 1),
    }  # fmt: skip


def fading(dice):
    """A radio link is the last stretch."""
    return scenarios.fading, _line(dice) | {
        "seconds": _INNOCENT_SECONDS, "seed": dice.randrange(1 << 30), "headroom": round(dice.uniform(0.7, 1.6), 2),
        "scatter": round(dice.uniform(0.1, 0.4), 2), "fades_per_minute": round(dice.uniform(0.5, 4), 1),
    }  # fmt: skip


def untouched(dice):
    """Nothing happens."""
    return scenarios.untouched, _line(dice) | {"seconds": _INNOCENT_SECONDS, "steady": False}


@dataclass(frozen=True)
class Kind:
    """A kind of run: how its parameters are thrown, which share of the runs it has, and what is right to say of it."""

    throw: callable
    weight: int
    #: The detections that name it; empty where none needs to be made.
    names: tuple
    is_limit: bool = False


KINDS = {
    "slowed": Kind(slowed, 14, ("throttle",), is_limit=True),
    "slowed, household": Kind(slowed_household, 10, ("throttle",), is_limit=True),
    "slowed, two hosts": Kind(slowed_two_hosts, 6, ("throttle",), is_limit=True),
    "quota, then limit": Kind(quota, 14, ("throttle", "policing"), is_limit=True),
    "policer": Kind(policer, 14, ("policing",), is_limit=True),
    "bucket": Kind(bucket, 8, ("burst_shaping",), is_limit=True),
    "household": Kind(household, 12, ()),
    "slow host": Kind(host, 8, ("host_slow",)),
    "outage": Kind(outage, 8, ("outage",)),
    "fading": Kind(fading, 10, ()),
    "untouched": Kind(untouched, 2, ()),
}
