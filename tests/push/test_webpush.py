"""Sending, against a real push service on loopback: what leaves, and the name of each way it can end."""

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import http_ece  # type: ignore[import-untyped]
import pytest

from pwa.adapters.breaker import THRESHOLD
from pwa.adapters.endpoints import HostRules
from pwa.adapters.vapid import VapidKeyMissing, public_key
from pwa.adapters.webpush import Sender, topic_for
from pwa.domain.delivery import Answer
from tests.push.conftest import NOW, SUBJECT, SendersMaker, send
from tests.push.listener import Listener, Reply
from tests.tools import base64url, vapid
from tests.tools.subscription import Subscription

FCM = Subscription("https://fcm.googleapis.com/fcm/send/secret-of-this-phone")


def _nobody(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


# What leaves


def test_only_the_phone_can_read_what_was_sent(sender: Sender, listener: Listener, phone: Subscription) -> None:
    assert send(sender, phone, "Signal perdu, poste 12 : Zoé".encode()) == Answer(status=201)
    (received,) = listener.received
    plain = http_ece.decrypt(received.body, private_key=phone.private_key, auth_secret=phone.auth)
    assert plain.decode() == "Signal perdu, poste 12 : Zoé"
    assert received.path == "/wpush/v2/secret-of-this-phone"


def test_the_service_can_check_who_sent_it(
    sender: Sender, listener: Listener, phone: Subscription, key_file: Path
) -> None:
    send(sender, phone)
    card = vapid.read(listener.received[0].headers["authorization"])
    vapid.check(card, listener.origin, base64url.decode(public_key(key_file)), NOW.timestamp())
    assert card.claims["sub"] == SUBJECT


def test_it_sends_the_headers_of_web_push(sender: Sender, listener: Listener, phone: Subscription) -> None:
    send(sender, phone, topic=topic_for("alert 7"), ttl=60)
    headers = listener.received[0].headers
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("60", "high", topic_for("alert 7"))
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["host"] == listener.origin.removeprefix("http://")
    assert "python" not in headers["user-agent"]


def test_without_a_topic_there_is_no_topic(sender: Sender, listener: Listener, phone: Subscription) -> None:
    send(sender, phone, topic=None, urgency="normal")
    assert "topic" not in listener.received[0].headers
    assert listener.received[0].headers["urgency"] == "normal"


def test_a_topic_is_32_characters_that_tell_nothing() -> None:
    topics = {topic_for(f"alert {number}") for number in range(200)}
    assert {len(topic) for topic in topics} == {32}
    assert len(topics) == 200
    assert all(topic.replace("-", "").replace("_", "").isalnum() for topic in topics)
    assert topic_for("alert 7") == topic_for("alert 7")


def test_one_connection_serves_a_thread(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(body=b"accepted")
    for _ in range(3):
        send(sender, phone)
    assert len({received.peer for received in listener.received}) == 1


def test_threads_do_not_share_connections(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(gate=threading.Event())
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(send, sender, phone) for _ in range(2)]
        assert listener.reply.gate
        listener.reply.gate.set()
        assert [answer.result().status for answer in answers] == [201, 201]
    assert len({received.peer for received in listener.received}) == 2


def test_the_environment_adds_nothing(
    sender: Sender, listener: Listener, phone: Subscription, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert send(sender, phone).status == 201
    assert listener.received[0].headers["authorization"].startswith("vapid ")


def test_cookies_are_not_kept(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(headers={"Set-Cookie": "who=me"})
    send(sender, phone)
    send(sender, phone)
    assert "cookie" not in listener.received[1].headers


# What comes back


@pytest.mark.parametrize("status", [200, 201, 202, 204, 400, 401, 403, 404, 406, 410, 413, 429, 500, 502, 503])
def test_it_reports_the_status(sender: Sender, listener: Listener, phone: Subscription, status: int) -> None:
    listener.reply = Reply(status)
    assert send(sender, phone) == Answer(status=status)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 120 ", 120.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Wed, 20 Nov 2030 14:03:00 -0000", 60.0),
        ("9" * 400, 86_400.0),
        ("Wed, 20 Nov 9999 14:03:00 GMT", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("1e9", None),
        ("Wed, 99 Foo 2030 99:99:99 GMT", None),
        ("", None),
    ],
)
def test_it_reads_both_forms_of_retry_after(
    sender: Sender, listener: Listener, phone: Subscription, header: str, seconds: float | None
) -> None:
    listener.reply = Reply(429, {"Retry-After": header})
    assert send(sender, phone) == Answer(status=429, retry_after=seconds)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"reason":"BadWebPushTopic"}', "BadWebPushTopic"),
        (b'{"reason": "BadJwtToken"}', "BadJwtToken"),
        (b'{"reason":"ThisIsNew"}', None),
        (b"<script>alert(1)</script>", None),
        (b"\xff\xfe", None),
        (b" " * 5000 + b"BadJwtToken", None),
    ],
)
def test_it_keeps_known_reasons_and_no_text(
    sender: Sender, listener: Listener, phone: Subscription, body: bytes, reason: str | None
) -> None:
    listener.reply = Reply(400, body=body)
    assert send(sender, phone) == Answer(status=400, reason=reason)


def test_it_keeps_the_name_apple_gives_to_a_message(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(201, {"apns-id": "EC1BF194-B3B2-424A-89B7-1D6A2B9A3A6B"})
    assert send(sender, phone).message_id == "EC1BF194-B3B2-424A-89B7-1D6A2B9A3A6B"
    listener.reply = Reply(201, {"apns-id": "<b>not a name</b>"})
    assert send(sender, phone).message_id is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_does_not_follow_redirects(sender: Sender, listener: Listener, phone: Subscription, status: int) -> None:
    listener.reply = Reply(status, {"Location": f"{listener.origin}/elsewhere"})
    assert send(sender, phone).status == status
    assert [received.path for received in listener.received] == ["/wpush/v2/secret-of-this-phone"]


def test_a_slow_service_is_a_timeout(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(gate=threading.Event())
    assert send(sender, phone) == Answer(problem="timeout")


def test_an_answer_whose_body_never_comes_still_counts(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(410, {"Content-Length": "1000"})
    assert send(sender, phone) == Answer(status=410)
    listener.reply = Reply(201)
    assert send(sender, phone) == Answer(status=201)


def test_a_cut_connection_is_a_network_problem(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(cut=True)
    assert send(sender, phone) == Answer(problem="network")


def test_a_closed_port_is_a_network_problem(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.close()
    assert send(sender, phone) == Answer(problem="network")


@pytest.fixture
def garbage() -> Iterator[str]:
    """A server that does not speak HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"220 mail.example.org ESMTP\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


def test_an_answer_that_is_not_http_is_a_network_problem(garbage: str, key_file: Path) -> None:
    sender = Sender(key_file, SUBJECT, HostRules.from_settings([garbage]), timeouts=(1.0, 1.0))
    assert send(sender, Subscription(f"{garbage}/x")) == Answer(problem="network")
    sender.close()


# What never leaves


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:127.0.0.1"])
def test_a_name_that_leads_inside_is_refused(make_sender: SendersMaker, address: str) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [address]

    assert send(make_sender(lookup=lookup), FCM) == Answer(problem="refused_address")
    assert asked == ["fcm.googleapis.com"]


def test_a_name_nobody_knows_is_a_network_problem(make_sender: SendersMaker) -> None:
    def lookup(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert send(make_sender(lookup=lookup), FCM) == Answer(problem="network")


@pytest.mark.parametrize("endpoint", ["https://attacker.net/x", "http://127.0.0.1:9/x", "rubbish", ""])
def test_an_endpoint_no_longer_allowed_is_refused(make_sender: SendersMaker, endpoint: str) -> None:
    assert send(make_sender(lookup=_nobody), Subscription(endpoint)) == Answer(problem="refused_endpoint")


@pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("AAAA", "AAAA"), ("é", "é"), ("A" * 87, "A" * 22)])
def test_keys_that_encrypt_nothing_are_said(
    sender: Sender, listener: Listener, phone: Subscription, p256dh: str, auth: str
) -> None:
    answer = sender.send(phone.endpoint, p256dh, auth, b"{}", topic=None, ttl=60, now=NOW)
    assert answer == Answer(problem="bad_keys")
    assert listener.received == []


def test_there_is_no_sender_without_its_key(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyMissing):
        Sender(tmp_path / "vapid.pem", SUBJECT, HostRules.from_settings())
    assert list(tmp_path.iterdir()) == []


# Services in trouble


def test_a_service_that_is_down_is_left_alone(make_sender: SendersMaker, listener: Listener) -> None:
    sender, phone = make_sender(), Subscription(f"{listener.origin}/x")
    listener.reply = Reply(503)
    for _ in range(THRESHOLD):
        assert send(sender, phone).status == 503
    answer = send(sender, phone)
    assert answer.problem == "paused"
    assert answer.retry_after
    assert len(listener.received) == THRESHOLD


def test_refusals_of_single_phones_pause_nobody(sender: Sender, listener: Listener, phone: Subscription) -> None:
    listener.reply = Reply(410)
    assert {send(sender, phone).status for _ in range(2 * THRESHOLD)} == {410}


def test_a_refused_signature_is_made_anew(sender: Sender, listener: Listener, phone: Subscription) -> None:
    for status in (201, 403, 201):
        listener.reply = Reply(status)
        send(sender, phone)
    first, second, third = (received.headers["authorization"] for received in listener.received)
    assert first == second != third


# What is told


def test_nothing_logged_tells_an_endpoint(
    sender: Sender, listener: Listener, phone: Subscription, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for reply in (Reply(201), Reply(403, body=b'{"reason":"BadJwtToken"}'), Reply(cut=True)):
        listener.reply = reply
        send(sender, phone)
    assert "secret-of-this-phone" not in caplog.text
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert "127.0.0.1#" in caplog.records[0].getMessage()
    assert "403 BadJwtToken" in caplog.records[0].getMessage()


def test_a_page_never_loads_the_sending_library() -> None:
    """It is slow to import, and only the watcher sends."""
    program = (
        "import sys, pwa.adapters.endpoints, pwa.adapters.tokens, pwa.adapters.vapid, pwa.domain.payload;"
        "sys.exit('pywebpush' in sys.modules or 'requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
