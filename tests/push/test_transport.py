"""The way out: a connection goes to the checked address, and the certificate must be the name's."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pwa.adapters.transport import new_session
from pwa.domain.delivery import Answer
from tests.push.conftest import SendersMaker, send
from tests.push.listener import Listener
from tests.tools.subscription import Subscription

NAME = "fcm.googleapis.com"
FCM = Subscription(f"https://{NAME}/fcm/send/secret")


@dataclass
class Secured:
    """A listener whose certificate names the push service, and the certificate to trust."""

    listener: Listener
    certificate: Path
    asked_names: list[str | None]

    def url(self, name: str = NAME) -> str:
        return f"https://{name}:{self.listener.port}/fcm/send/secret"


def _certificate(path: Path) -> None:
    """A self-signed certificate for the push service's name and for nothing else, its key in the same file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    built = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(built.public_bytes(Encoding.PEM) + pem)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[Secured]:
    path, names = tmp_path / "service.pem", list[str | None]()
    _certificate(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    service = Secured(Listener(tls=context), path, names)
    yield service
    service.listener.close()


@pytest.fixture
def session(secured: Secured) -> Iterator[requests.Session]:
    """Goes to 127.0.0.1 whatever the name, and trusts the service's certificate."""
    with new_session(lambda url: "127.0.0.1", None) as session:
        session.verify = str(secured.certificate)
        yield session


def test_it_connects_to_the_address_under_the_name(secured: Secured, session: requests.Session) -> None:
    assert session.post(secured.url(), data=b"x", timeout=2).status_code == 201
    assert secured.listener.received[0].headers["host"] == f"{NAME}:{secured.listener.port}"
    assert secured.asked_names == [NAME]


def test_it_refuses_a_certificate_of_another_name(secured: Secured, session: requests.Session) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        session.post(secured.url("web.push.apple.com"), data=b"x", timeout=2)
    assert secured.listener.received == []


def test_it_refuses_a_certificate_nobody_vouches_for(secured: Secured) -> None:
    with new_session(lambda url: "127.0.0.1", None) as session, pytest.raises(requests.exceptions.SSLError):
        session.post(secured.url(), data=b"x", timeout=2)
    assert secured.listener.received == []


def test_two_names_at_one_address_share_no_connection(secured: Secured, session: requests.Session) -> None:
    session.post(secured.url(), data=b"x", timeout=2)
    with pytest.raises(requests.exceptions.SSLError):
        session.post(secured.url("web.push.apple.com"), data=b"x", timeout=2)


class Proxy:
    """A proxy that says what it was asked for, and lets nothing through, or everything to one port of this machine."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.leads_to: int | None = None
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            proxy.asked.append(self.path)
            if proxy.leads_to is None:
                self.send_error(403)
                return
            with socket.create_connection(("127.0.0.1", proxy.leads_to)) as onward:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=_copy, args=(onward, self.connection), daemon=True)
                back.start()
                _copy(self.connection, onward)
                back.join(5)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests read `asked`."""

    return Handler


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while received := source.recv(65_536):
            target.sendall(received)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    serving = Proxy()
    yield serving
    serving.close()


def _nobody(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


def test_the_proxy_looks_names_up(make_sender: SendersMaker, proxy: Proxy) -> None:
    assert send(make_sender(proxy.url, lookup=_nobody), FCM) == Answer(problem="proxy")
    assert proxy.asked == [f"{NAME}:443"]


def test_it_sends_through_the_proxy_to_the_true_service(
    make_sender: SendersMaker, proxy: Proxy, secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(secured.certificate))
    proxy.leads_to = secured.listener.port
    sender = make_sender(proxy.url, lookup=_nobody)
    assert send(sender, FCM) == Answer(status=201)
    sender.close()
    assert secured.asked_names == [NAME]
    assert secured.listener.received[0].headers["host"] == NAME


def test_a_proxy_that_leads_elsewhere_is_a_tls_problem(
    make_sender: SendersMaker, proxy: Proxy, secured: Secured
) -> None:
    proxy.leads_to = secured.listener.port
    assert send(make_sender(proxy.url), FCM) == Answer(problem="tls")
    assert secured.listener.received == []


def test_a_closed_proxy_is_a_proxy_problem(make_sender: SendersMaker, proxy: Proxy) -> None:
    proxy.close()
    assert send(make_sender(proxy.url), FCM) == Answer(problem="proxy")


def test_a_test_service_is_reached_without_the_proxy(
    make_sender: SendersMaker, proxy: Proxy, phone: Subscription
) -> None:
    assert send(make_sender(proxy.url), phone) == Answer(status=201)
    assert proxy.asked == []
