"""Debian's nginx with a configuration of its own: what the tests download from, and whose log is the truth of it."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness import web
from harness.binaries import installed
from harness.network import entered
from harness.processes import end, free_port
from harness.waiting import wait_until

_CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 2048; }}
http {{
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    log_format bytes '$status $body_bytes_sent $bytes_sent $scheme $uri';
    access_log {folder}/access.log bytes;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen {address}:{http_port};
        listen {address}:{https_port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        ssl_protocols TLSv1.2 TLSv1.3;
        root {folder}/files;
        location = /connections {{ stub_status; access_log off; }}
        location /missing/ {{ return 404; }}
        location /busy/ {{ add_header Retry-After 1 always; return 429; }}
    }}
}}
"""


@dataclass(frozen=True)
class Identity:
    """A server's certificate and key, and the private authority that vouches for it."""

    authority: Path
    certificate: Path
    key: Path

    @classmethod
    def make(cls, folder, addresses=("127.0.0.1", "10.77.0.1")):
        """Makes both with the openssl tool, for these addresses and localhost."""
        names = ",".join(["DNS:localhost", *(f"IP:{address}" for address in addresses)])
        paths = {name: folder / f"{name}.pem" for name in ("authority", "authority-key", "certificate", "key")}
        new = ["openssl", *"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 7".split()]
        _run(*new, "-subj", "/CN=datacap test authority", "-keyout", paths["authority-key"], "-out", paths["authority"])
        _run(
            *new, "-subj", "/CN=datacap test origin", "-addext", f"subjectAltName={names}",
            "-addext", "basicConstraints=critical,CA:false", "-CA", paths["authority"],
            "-CAkey", paths["authority-key"], "-keyout", paths["key"], "-out", paths["certificate"],
        )  # fmt: skip
        return cls(paths["authority"], paths["certificate"], paths["key"])


@dataclass(frozen=True)
class LogLine:
    """One finished or broken-off answer, as nginx logged it."""

    status: int
    body_bytes: int
    bytes: int
    scheme: str
    path: str

    @classmethod
    def parse(cls, line):
        status, body_bytes, all_bytes, scheme, path = line.split()
        return cls(int(status), int(body_bytes), int(all_bytes), scheme, path)


class Origin:
    """An nginx that serves `/big` over http and https, and any further file that is asked of `file`.

    Files are sparse and lie in memory where there is a memory file system, so that disks play no part.
    """

    def __init__(self, address="127.0.0.1", namespace=None, big_bytes=1 << 30, cpu=None):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="datacap-origin-", dir=memory))
        self.address, self.namespace, self._cpu = address, namespace, cpu
        (self.folder / "files").mkdir()
        self.identity = Identity.make(self.folder)
        self.file("big", big_bytes)
        self.process = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self):
        # Between finding a port free and nginx's bind another program may take it.
        for _ in range(5):
            self.http_port, self.https_port = free_port(), free_port()
            configuration = self.folder / "nginx.conf"
            configuration.write_text(
                _CONFIGURATION.format(
                    folder=self.folder,
                    address=self.address,
                    http_port=self.http_port,
                    https_port=self.https_port,
                    certificate=self.identity.certificate,
                    key=self.identity.key,
                )
            )
            pin = [] if self._cpu is None else ["taskset", "-c", str(self._cpu)]
            with entered(self.namespace), open(self.folder / "nginx.log", "ab") as log:
                self.process = subprocess.Popen(
                    [*pin, installed("nginx"), "-c", configuration, "-p", self.folder],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                )  # fmt: skip
            if wait_until(lambda: self._answers() or self.process.poll() is not None, 10, "nginx") and self._answers():
                return
        raise AssertionError(f"nginx doesn't start: {(self.folder / 'nginx.log').read_text()}")

    def _answers(self):
        try:
            return self._active_connections() >= 1
        except OSError:
            return False

    def _active_connections(self):
        status = web.request("GET", self.url("connections"), namespace=self.namespace)
        return int(status.text.split("\n", 1)[0].rpartition(": ")[2])

    def url(self, path="big", scheme="http"):
        """The address of one of its files."""
        return f"{scheme}://{self.address}:{self.https_port if scheme == 'https' else self.http_port}/{path}"

    def file(self, name, size_bytes):
        """Adds a file of zeros, which takes no room, and returns its address."""
        with open(self.folder / "files" / name, "wb") as file:
            file.truncate(size_bytes)
        return f"/{name}"

    def filled_file(self, name, size_bytes):
        """Adds a file of random bytes, which is as hard on caches as real content, and returns its address."""
        block = os.urandom(1 << 20)
        with open(self.folder / "files" / name, "wb") as file:
            for offset in range(0, size_bytes, len(block)):
                file.write(block[: size_bytes - offset])
        return f"/{name}"

    def log(self):
        """What it has sent, once no connection is left, so that broken-off answers are in the log too."""
        wait_until(lambda: self._active_connections() == 1, 10, "the end of all connections")
        lines = (self.folder / "access.log").read_text().splitlines()
        return [LogLine.parse(line) for line in lines]

    def close(self):
        """Ends nginx and removes its files."""
        if self.process:
            end(self.process)
        shutil.rmtree(self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"
