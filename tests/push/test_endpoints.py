"""Which endpoints are believed, and which addresses are connected to."""

from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pwa.adapters.endpoints import HostRules, RefusedAddress, check, is_public, label, resolve, target
from pwa.domain.errors import Invalid
from tests.tools import base64url
from tests.tools.subscription import Subscription

RULES = HostRules.from_settings()
TESTED = HostRules.from_settings(["push.example.org", "*.push.example.net", "http://127.0.0.1:8555"])
PHONE = Subscription("")
P256DH, AUTH = PHONE.info["keys"]["p256dh"], PHONE.info["keys"]["auth"]

GOOD = [
    "https://fcm.googleapis.com/fcm/send/cX1_-:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx",
    "https://jmt17.google.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
    "https://us-west1.push.services.mozilla.com/wpush/v2/gAAAAABk",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://api.eu.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%2bWJ%3d%3d",
    "https://fcm.googleapis.com:443/fcm/send/abc",
]

ATTACKS = [
    "",
    "not an address",
    "fcm.googleapis.com/fcm/send/abc",
    "//fcm.googleapis.com/fcm/send/abc",
    "http://fcm.googleapis.com/fcm/send/abc",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "HTTPS://fcm.googleapis.com/x",
    "https://FCM.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:443x/x",
    "https://fcm.googleapis.com:65979/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@attacker.net/x",
    "https://fcm.googleapis.com:443@attacker.net/x",
    "https://fcm.googleapis.com%40attacker.net/x",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com#@attacker.net/x",
    "https://fcm.googleapis.com?@attacker.net/x",
    "https://fcm.googleapis.com\\@attacker.net/x",
    "https://attacker.net\\.push.apple.com/x",
    "https://fcm.googleapis.com/x\\y",
    "https://fcm.googleapis.com./x",
    "https://.push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://push.apple.com/x",
    "https://*.push.apple.com/x",
    "https://-a.push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://evil-push.apple.com/x",
    "https://evil-push.apple.com.attacker.net/x",
    "https://web.push.apple.com.attacker.net/x",
    "https://attacker.net/web.push.apple.com",
    "https://fcm.googleapis.com.attacker.net/x",
    "https://xfcm.googleapis.com/x",
    "https://storage.googleapis.com/x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0177.0.0.1/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[fcm.googleapis.com]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://metadata.google.internal/x",
    "https://fcm.googleapıs.com/x",
    "https://ｆcm.googleapis.com/x",
    "https://fcm。googleapis.com/x",
    "https://xn--fcm-googleapis-com.push/x",
    "https://évil.push.apple.com/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x ",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/x\r\nHost: attacker.net",
    "https://fcm.goo\tgleapis.com/x",
    "https://fcm.googleapis.com\x00.attacker.net/x",
    "https:/fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "https://fcm.googleapis.com/" + "x" * 1024,
    "https://" + "a." * 400 + "push.apple.com/x",
    "https://" + "a" * 64 + ".push.apple.com/x",
    "http://127.0.0.1:8555/x",
    "https://push.example.org/x",
]


@pytest.mark.parametrize("endpoint", GOOD)
def test_it_takes_the_endpoints_of_the_known_services(endpoint: str) -> None:
    check(endpoint, P256DH, AUTH, RULES)
    assert target(endpoint, RULES).port == 443


@pytest.mark.parametrize("endpoint", ATTACKS)
def test_it_refuses_any_other_address_with_a_sentence(endpoint: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(endpoint, P256DH, AUTH, RULES)
    assert refused.value.code == "refused_endpoint"
    assert refused.value.sentence.endswith(".")
    assert "attacker" not in refused.value.sentence


def test_it_takes_an_address_of_exactly_1024_characters() -> None:
    beginning = "https://fcm.googleapis.com/"
    check(beginning + "x" * (1024 - len(beginning)), P256DH, AUTH, RULES)


def test_the_origin_is_written_without_its_usual_port() -> None:
    assert target("https://fcm.googleapis.com:443/x", RULES).origin == "https://fcm.googleapis.com"


@pytest.mark.parametrize(
    "endpoint", ["https://push.example.org/x", "https://a.push.example.net/x", "http://127.0.0.1:8555/x"]
)
def test_the_administrator_may_add_services(endpoint: str) -> None:
    check(endpoint, P256DH, AUTH, TESTED)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://a.push.example.org/x",
        "https://push.example.net/x",
        "http://push.example.org/x",
        "https://127.0.0.1:8555/x",
        "http://127.0.0.1:8556/x",
        "http://127.0.0.1:85550/x",
        "http://127.0.0.1:08555/x",
        "http://127.0.0.1/x",
        "http://127.0.0.2:8555/x",
        "http://localhost:8555/x",
        "http://127.0.0.1:8555@attacker.net/x",
        "http://[::1]:8555/x",
    ],
)
def test_what_the_administrator_adds_opens_nothing_else(endpoint: str) -> None:
    with pytest.raises(Invalid):
        check(endpoint, P256DH, AUTH, TESTED)


@pytest.mark.parametrize(
    "rule",
    ["", "*", "*.", "localhost", "127.0.0.1", "https://push.example.org", "http://10.0.0.1:80", "http://127.0.0.1",
     "http://127.0.0.1:80/x", "push.example.org:8443", "*.*.org", "PUSH.example.org", "http://localhost:8555"],
)  # fmt: skip
def test_it_refuses_a_rule_it_would_not_understand(rule: str) -> None:
    with pytest.raises(Invalid):
        HostRules.from_settings([rule])


def _points() -> dict[str, str]:
    raw = PHONE.p256dh
    compressed = PHONE.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    other_curve = ec.generate_private_key(ec.SECP384R1()).public_key()
    return {
        "empty": "",
        "not base64url": "!" * 87,
        "ordinary base64": base64url.encode(raw)[:-2] + "+/",
        "too short": base64url.encode(raw[:-1]),
        "too long": base64url.encode(raw + b"\0"),
        "endless": "A" * 10_000,
        "compressed": base64url.encode(compressed),
        "hybrid": base64url.encode(bytes([6]) + raw[1:]),
        "off the curve": base64url.encode(raw[:-1] + bytes([raw[-1] ^ 1])),
        "at infinity": base64url.encode(b"\x04" + b"\0" * 64),
        "another curve": base64url.encode(other_curve.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
        "impossible length": "A" * 85,
        "newline": base64url.encode(raw) + "\n",
    }


@pytest.mark.parametrize("p256dh", _points().values(), ids=_points().keys())
def test_it_refuses_a_key_that_is_not_a_point_of_the_curve(p256dh: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(GOOD[0], p256dh, AUTH, RULES)
    assert refused.value.code == "bad_keys"


SECRETS = {
    "none": "",
    "not ASCII": "é" * 22,
    "15 bytes": "A" * 20,
    "18 bytes": "A" * 24,
    "impossible length": "A" * 21,
    "newline": AUTH + "\n",
}


@pytest.mark.parametrize("auth", SECRETS.values(), ids=SECRETS.keys())
def test_it_refuses_a_secret_that_is_not_16_bytes(auth: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(GOOD[0], P256DH, auth, RULES)
    assert refused.value.code == "bad_keys"


def test_it_takes_keys_with_their_padding() -> None:
    check(GOOD[0], P256DH + "=", AUTH + "==", RULES)


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1",
    "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::1", "::8.8.8.8",
]  # fmt: skip
PUBLIC = ["142.250.179.106", "17.57.146.1", "2a00:1450:4007:80c::200a", "2620:149:a44::1", "64:ff9b::142.250.179.106"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


def _answering(*addresses: str) -> tuple[list[tuple[str, int]], "Lookups"]:
    asked: list[tuple[str, int]] = []
    return asked, Lookups(asked, addresses)


class Lookups:
    """A resolver that gives the same addresses to anybody, and remembers who was asked for."""

    def __init__(self, asked: list[tuple[str, int]], addresses: Sequence[str]) -> None:
        self.asked, self.addresses = asked, addresses

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.addresses


@pytest.mark.parametrize("address", PRIVATE)
def test_it_refuses_to_connect_inside_whatever_the_name(address: str) -> None:
    _, lookup = _answering("142.250.179.106", address)
    with pytest.raises(RefusedAddress):
        resolve(GOOD[0], RULES, lookup)


def test_it_refuses_a_name_without_address() -> None:
    with pytest.raises(RefusedAddress):
        resolve(GOOD[0], RULES, _answering()[1])


def test_it_looks_a_name_up_once_and_prefers_ipv4() -> None:
    asked, lookup = _answering("2a00:1450:4007:80c::200a", "142.250.179.106")
    assert resolve(GOOD[0], RULES, lookup) == "142.250.179.106"
    assert asked == [("fcm.googleapis.com", 443)]


def test_it_connects_by_ipv6_when_there_is_nothing_else() -> None:
    _, lookup = _answering("2a00:1450:4007:80c::200a")
    assert resolve(GOOD[0], RULES, lookup) == "2a00:1450:4007:80c::200a"


def test_a_service_added_by_name_may_not_be_inside_either() -> None:
    with pytest.raises(RefusedAddress):
        resolve("https://push.example.org/x", TESTED, _answering("10.0.0.1")[1])


def test_a_test_service_is_reached_without_looking_anything_up() -> None:
    asked, lookup = _answering("8.8.8.8")
    assert resolve("http://127.0.0.1:8555/x", TESTED, lookup) == "127.0.0.1"
    assert asked == []


def test_an_endpoint_no_longer_allowed_is_not_resolved() -> None:
    asked, lookup = _answering("8.8.8.8")
    with pytest.raises(Invalid):
        resolve("https://push.example.org/x", RULES, lookup)
    assert asked == []


def test_a_label_names_the_host_and_hides_the_rest() -> None:
    named = label(GOOD[0])
    assert named.startswith("fcm.googleapis.com#")
    assert len(named) == len("fcm.googleapis.com#") + 6
    assert named != label(GOOD[0] + "x")


@pytest.mark.parametrize("endpoint", ["", "rubbish secret", "https://[", "https://user:secret@x/", "https://é\ud800/"])
def test_a_label_never_fails_and_never_tells(endpoint: str) -> None:
    assert label(endpoint).startswith("?#")
    assert "secret" not in label(endpoint)
