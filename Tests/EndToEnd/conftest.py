"""What several tests set up."""

import pytest

from harness.network import Line, silence_ipv6
from harness.origin import Identity


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    return Identity.make(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def password_file(tmp_path):
    def write(text):
        path = tmp_path / "password"
        path.write_text(text)
        return str(path)

    return write


@pytest.fixture
def line():
    """Two hosts with a cable between them that carries nothing but what a test sends."""
    with Line() as cable:
        for namespace in (cable.home, cable.isp):
            silence_ipv6(namespace)
        yield cable
