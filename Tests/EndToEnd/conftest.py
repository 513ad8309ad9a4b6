"""What several tests of mail set up."""

import pytest

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
