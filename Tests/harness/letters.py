"""Notices as mails: how tests have one sent, and texts that must not become more than text."""

from harness.postman import carry

PASSWORD = "päss w0rd\\\"'"

HOSTILE = [
    "a\r\nBcc: evil@example.net",
    "a\r\n.\r\nMAIL FROM:<evil@example.net>",
    "\n.\n",
    "..\n.\n...",
    "a\u0000b\u2028c\u0085d\te",
    "--=_datacap--",
    "=?utf-8?Q?=0D=0ABcc:_evil?=",
    "Drösselung auf 4,9 Mbit/s 🐌 " + "ä" * 200,
    "<b>&amp;\"'",
    "x" * 3000,
]


def send(address, mode="none", to="me@example.net", identity=None, order=(), **smtp):
    """Has a notice mailed; `order` adds to it, `smtp` to the settings."""
    settings = {"url": f"smtp://{address}", "tls": mode, "from": "datacap@example.org"} | smtp
    env = {"SSL_CERT_FILE": identity.authority} if identity else {}
    recipients = to if isinstance(to, list) else [to]
    return carry({"smtp": settings, "email": recipients} | dict(order), **env)


def the_one_mail(server):
    (mail,) = server.mails
    return mail
