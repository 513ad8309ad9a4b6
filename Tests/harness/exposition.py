"""Reading /metrics with the parsers of the Prometheus project's Python client."""

import math
from decimal import Decimal

from prometheus_client import parser as text_parser
from prometheus_client.openmetrics import parser as openmetrics_parser

TEXT = "text/plain;version=0.0.4"
OPENMETRICS = "application/openmetrics-text;version=1.0.0"


def scrape(daemon, accept=OPENMETRICS):
    """The exposition's text, in the format asked for."""
    answer = daemon.get("/metrics", headers={"Accept": accept})
    assert answer.status == 200, answer
    return answer.text


def samples(exposition):
    """Every sample as (name, labels) and value, in order, duplicates included."""
    is_openmetrics = exposition.rstrip().endswith("# EOF")
    parse = (openmetrics_parser if is_openmetrics else text_parser).text_string_to_metric_families
    return [
        ((sample.name, tuple(sorted(sample.labels.items()))), sample.value)
        for family in parse(exposition)
        for sample in family.samples
    ]


def values(exposition, name):
    """The values of one name, by labels."""
    return {labels: value for (found, labels), value in samples(exposition) if found == name}


def total(daemon, name):
    """The sum of all series of one name, now."""
    return sum(values(scrape(daemon), name).values())


def canonical(number):
    """A bucket's bound as OpenMetrics wants it: as Go's `%g` shortens it, with `.0` if it looks like an integer."""
    if math.isinf(number):
        return "+Inf"
    _, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    magnitude = len(digits) - 1 + exponent
    if number != 0 and not -4 <= magnitude < 6:
        mantissa = "".join(map(str, digits))
        mantissa = mantissa if len(mantissa) == 1 else f"{mantissa[0]}.{mantissa[1:]}"
        return f"{mantissa}e{'-' if magnitude < 0 else '+'}{abs(magnitude):02}"
    text = format(Decimal(repr(number)), "f")
    return text if "." in text else text + ".0"
