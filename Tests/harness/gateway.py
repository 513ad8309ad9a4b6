"""A router on loopback that speaks UPnP as the standard says: SSDP, a description, SOAP (Device Architecture 1.0)."""

import re
import socket
import threading

from harness import answering

SERVICE = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1"
DEVICE = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"

_DESCRIPTION = """\
<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0">
  <specVersion><major>1</major><minor>0</minor></specVersion>
  <device>
    <deviceType>{device}</deviceType><friendlyName>a router &amp; more</friendlyName><UDN>uuid:test-router</UDN>
    <deviceList><device>
      <deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><UDN>uuid:test-wan</UDN>
      <serviceList><service>
        <serviceType>{service}</serviceType><serviceId>urn:upnp-org:serviceId:WANCommonIFC1</serviceId>
        <SCPDURL>/wan.xml</SCPDURL><controlURL>{control}</controlURL><eventSubURL>/event</eventSubURL>
      </service></serviceList>
    </device></deviceList>
  </device>
</root>
"""

_ANSWER = """\
<?xml version="1.0"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">
<s:Body><u:{action}Response xmlns:u="{service}">{arguments}</u:{action}Response></s:Body></s:Envelope>
"""

_FAULT = """\
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>
<faultstring>UPnPError</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0">
<errorCode>401</errorCode><errorDescription>Invalid Action</errorDescription></UPnPError></detail>
</s:Fault></s:Body></s:Envelope>
"""


class Gateway:
    """Counts in `bits`; `received` and `sent` are what its line has carried, whatever its counters can show.

    `description` and `location` are what it says in their place, for routers that aren't as they should be; `answer`
    is what it answers to every action.
    """

    def __init__(self, bits=32, control="/control"):
        self.bits, self.received, self.sent = bits, 0, 0
        self.description = _DESCRIPTION.format(device=DEVICE, service=SERVICE, control=control).encode()
        self.answer = self.redirect = None
        self.actions, self.searches, self.paths = [], [], []
        gateway = self

        class Handler(answering.Handler):
            def do_GET(self):
                gateway.paths.append(self.path)
                if gateway.redirect:
                    self.answer(302, headers=[("Location", gateway.redirect)])
                else:
                    self.reply(200, gateway.description)

            def do_POST(self):
                self.reply(*gateway._act(self.path, self.headers["SOAPAction"], self.content().decode()))

            def reply(self, status, body):
                self.answer(status, body, [("Content-Type", 'text/xml; charset="utf-8"')])

        self._server = answering.Server(Handler)
        self.port = self._server.port
        self.url = self.location = f"{self._server.url}/description.xml"
        self._ssdp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._ssdp.bind(("127.0.0.1", 0))
        self.search_port = self._ssdp.getsockname()[1]
        threading.Thread(target=self._answer_searches, daemon=True).start()

    def _act(self, path, header, body):
        action = re.fullmatch(rf'"{SERVICE}#(\w+)"', header or "")[1]
        assert f'<u:{action} xmlns:u="{SERVICE}">' in body, body
        self.actions.append((path, action))
        if self.answer is not None:
            return 200, self.answer
        shown = {
            "GetTotalBytesReceived": {"NewTotalBytesReceived": self.received % 2**self.bits},
            "GetTotalBytesSent": {"NewTotalBytesSent": self.sent % 2**self.bits},
            "GetCommonLinkProperties": {
                "NewWANAccessType": "DSL", "NewLayer1UpstreamMaxBitRate": 40_000_000,
                "NewLayer1DownstreamMaxBitRate": 250_000_000, "NewPhysicalLinkStatus": "Up",
            },
        }.get(action)  # fmt: skip
        if shown is None:
            return 500, _FAULT.encode()
        arguments = "".join(f"<{name}>{value}</{name}>" for name, value in shown.items())
        return 200, _ANSWER.format(action=action, service=SERVICE, arguments=arguments).encode()

    def _answer_searches(self):
        while True:
            datagram, sender = self._ssdp.recvfrom(2048)
            if not datagram:
                return
            text = datagram.decode()
            assert text.startswith("M-SEARCH * HTTP/1.1\r\n") and '\r\nMAN: "ssdp:discover"\r\n' in text, text
            self.searches.append(re.search(r"\r\nST: (\S+)\r\n", text)[1])
            if self.searches[-1] != DEVICE:
                continue
            lines = [
                "HTTP/1.1 200 OK", "CACHE-CONTROL: max-age=1800", "EXT:", f"LOCATION: {self.location}",
                "SERVER: test/1 UPnP/1.0 test/1", f"ST: {DEVICE}", f"USN: uuid:test-router::{DEVICE}", "", "",
            ]  # fmt: skip
            self._ssdp.sendto("\r\n".join(lines).encode(), sender)

    def stop_answering(self):
        """The router goes, and its port with it."""
        self._server.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop_answering()
        # The empty datagram ends the thread.
        self._ssdp.sendto(b"", self._ssdp.getsockname())
