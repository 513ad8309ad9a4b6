"""Mail servers: aiosmtpd for every mode and mishap, and Debian's Exim for what a real one does to a message."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from harness.binaries import installed
from harness.processes import end, free_port
from harness.waiting import wait_until


@dataclass(frozen=True)
class Mail:
    """One mail as a server took it."""

    sender: str
    recipient: str
    content: bytes
    client: str = ""
    secured: bool = False
    user: str | None = None
    #: When it came, in Unix seconds.
    time: float = field(default_factory=time.time, compare=False)


class _Handler:
    """Takes every mail but for some recipients, by the name before their `@`."""

    refused = {
        "grey": "451 4.7.1 Greylisted, try again later",
        "full": "452 4.2.2 Mailbox full",
        "nobody": "550 5.1.1 No such user",
    }

    def __init__(self):
        self.mails, self.commands = [], []

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.commands.append(f"MAIL {address}")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.commands.append(f"RCPT {address}")
        name = address.partition("@")[0]
        if name in self.refused:
            return self.refused[name]
        if name == "slow":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (recipient,) = envelope.rcpt_tos
        if recipient.startswith("spam"):
            return "554 5.7.1 Looks like spam\x1b[31m"
        user = session.auth_data.login.decode() if session.authenticated else None
        self.mails.append(
            Mail(
                envelope.mail_from,
                recipient,
                envelope.original_content,
                session.host_name,
                server.transport.get_extra_info("ssl_object") is not None,
                user,
            )
        )
        if recipient.startswith("late"):
            await asyncio.sleep(0.3)
        return "250 2.0.0 queued as 1F2E"


class MailServer:
    """An aiosmtpd on loopback.

    `mode` is `none`, `starttls` (required) or `implicit`; with `password` the user `ännchen` must log in.
    """

    user = "ännchen"

    def __init__(self, mode="none", identity=None, password=None):
        context = None
        if mode != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(identity.certificate, identity.key)
        options = {"enable_SMTPUTF8": True, "hostname": "127.0.0.1", "port": free_port(), "data_size_limit": 1 << 20}
        if mode == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if mode == "implicit":
            options["ssl_context"] = context
        if password is not None:
            options |= {"auth_required": True, "authenticator": self._authenticator(password)}
            options["auth_require_tls"] = mode == "starttls"
        self._handler = _Handler()
        self._controller = Controller(self._handler, **options)
        self._controller.start()
        self.address = f"127.0.0.1:{options['port']}"

    def _authenticator(self, password):
        def check(server, session, envelope, mechanism, data):
            right = LoginPassword(self.user.encode(), password.encode())
            # With `handled`, aiosmtpd would send no reply at all.
            return AuthResult(success=data == right, handled=False, auth_data=data)

        return check

    @property
    def mails(self):
        """The mails so far."""
        return self._handler.mails

    @property
    def commands(self):
        """What was asked: `MAIL address` and `RCPT address`."""
        return self._handler.commands

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._controller.stop()


class ScriptedServer:
    """A server that says its lines to one client whatever it hears, and hangs up at None or when they are said."""

    def __init__(self, replies):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, args=(replies,), daemon=True)
        self._thread.start()

    def _serve(self, replies):
        connection, _ = self._listener.accept()
        with connection, connection.makefile("rb") as heard:
            for reply in replies:
                if reply is None:
                    return
                connection.sendall(f"{reply}\r\n".encode())
                end_of_turn = b".\r\n" if reply.startswith("354") else b"\r\n"
                while line := heard.readline():
                    if line == end_of_turn or end_of_turn == b"\r\n":
                        break

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        self._thread.join(10)


_EXIM = """\
primary_hostname = mx.example.org
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
smtputf8_advertise_hosts = *
tls_advertise_hosts = *
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/key.pem
acl_smtp_rcpt = recipients
acl_smtp_data = messages
received_header_text =
begin acl
recipients:
    deny local_parts = nobody
    accept
messages:
    accept
begin routers
all:
    driver = accept
    transport = maildir
begin transports
maildir:
    driver = appendfile
    directory = {folder}/mail
    maildir_format
    user = Debian-exim
    group = Debian-exim
begin authenticators
plain:
    driver = plaintext
    public_name = PLAIN
    server_prompts = :
    server_condition = ${{if eq{{$auth3}}{{secret}}{{true}}{{false}}}}
    server_set_id = $auth2
"""


class Exim:
    """An Exim on loopback with a configuration of its own, which delivers into a maildir."""

    def __init__(self, identity):
        assert os.geteuid() == 0, "Exim delivers as a user of its own: run the tests as root"
        self.folder = Path(tempfile.mkdtemp(prefix="datacap-exim-"))
        self.folder.chmod(0o755)
        for name in ("spool", "mail"):
            (self.folder / name).mkdir()
        shutil.copy(identity.certificate, self.folder / "certificate.pem")
        shutil.copy(identity.key, self.folder / "key.pem")
        port = free_port()
        configuration = self.folder / "exim.conf"
        configuration.write_text(_EXIM.format(folder=self.folder, port=port))
        for path in (self.folder, *self.folder.iterdir()):
            shutil.chown(path, "Debian-exim", "Debian-exim")
        # A configuration that isn't root's is not heeded.
        shutil.chown(configuration, "root", "root")
        self.address = f"127.0.0.1:{port}"
        with open(self.folder / "stderr", "wb") as log:
            self.process = subprocess.Popen(
                [installed("exim4"), "-C", configuration, "-bdf"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        wait_until(lambda: (self.folder / "exim.pid").exists() or self.process.poll() is not None, 10, "Exim")
        assert self.process.poll() is None, (self.folder / "stderr").read_text()

    def next_mail(self):
        """The mail that comes next, whole, with CRLF as it came."""
        new = self.folder / "mail" / "new"
        (path,) = wait_until(lambda: new.is_dir() and list(new.iterdir()), 10, f"a mail; {self._log()}")
        content = path.read_bytes()
        path.unlink()
        return content.replace(b"\n", b"\r\n")

    def _log(self):
        path = self.folder / "mainlog"
        return path.read_text() if path.exists() else "no log"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)
        shutil.rmtree(self.folder)
