"""The key that signs every push: made once, never replaced, never missing in silence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pwa.adapters.identity import Identity
from pwa.adapters.vapid import VapidKeyMissing, VapidKeyUnusable, load_key, make_key, public_key
from tests.push.conftest import NOW, SUBJECT
from tests.tools import base64url, vapid

FCM, APPLE = "https://fcm.googleapis.com", "https://web.push.apple.com"


@pytest.fixture
def identity(key_file: Path) -> Identity:
    return Identity(key_file, SUBJECT)


def test_a_new_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    make_key(tmp_path / "vapid.pem")
    assert stat.S_IMODE((tmp_path / "vapid.pem").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.pem"]


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "vapid.pem"
    make_key(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match=r"existe déjà"):
        make_key(path)
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.pem"]


def test_two_makers_at_once_leave_one_key(tmp_path: Path) -> None:
    def attempt(_: int) -> bool:
        try:
            make_key(tmp_path / "vapid.pem")
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]


def test_the_public_key_is_the_uncompressed_point(key_file: Path) -> None:
    raw = base64url.decode(public_key(key_file))
    assert (len(raw), raw[0]) == (65, 4)
    assert "=" not in public_key(key_file)


def test_a_missing_key_is_said_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "vapid.pem"
    for use in (load_key, public_key, lambda path: Identity(path, SUBJECT)):
        with pytest.raises(VapidKeyMissing, match=r"introuvable"):
            use(path)
    assert not path.exists()


def _pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "content",
    [b"", b"rubbish", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
     _pem(ec.generate_private_key(ec.SECP384R1())), _pem(rsa.generate_private_key(65537, 2048))],
    ids=["empty", "rubbish", "broken", "another curve", "RSA"],
)  # fmt: skip
def test_a_key_of_another_kind_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vapid.pem").write_bytes(content)
    with pytest.raises(VapidKeyUnusable) as said:
        load_key(tmp_path / "vapid.pem")
    assert str(said.value).endswith(".")


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyUnusable):
        load_key(tmp_path)


def test_a_signature_is_what_a_service_wants(identity: Identity, key_file: Path) -> None:
    card = vapid.read(identity.signed_headers(FCM, NOW)["Authorization"])
    vapid.check(card, FCM, base64url.decode(public_key(key_file)), NOW.timestamp())
    assert card.claims["sub"] == SUBJECT


def test_a_signature_serves_for_hours(identity: Identity) -> None:
    first = identity.signed_headers(FCM, NOW)
    assert identity.signed_headers(FCM, NOW + timedelta(hours=5)) == first
    later = identity.signed_headers(FCM, NOW + timedelta(hours=7))
    assert later != first
    vapid.check(vapid.read(later["Authorization"]), FCM, None, (NOW + timedelta(hours=7)).timestamp())


def test_a_clock_set_back_gets_a_new_signature(identity: Identity) -> None:
    first = identity.signed_headers(FCM, NOW)
    assert identity.signed_headers(FCM, NOW - timedelta(minutes=1)) != first


def test_each_service_has_its_own_signature(identity: Identity) -> None:
    identity.signed_headers(FCM, NOW)
    assert vapid.read(identity.signed_headers(APPLE, NOW)["Authorization"]).claims["aud"] == APPLE


def test_a_caller_that_writes_into_its_headers_hurts_nobody(identity: Identity) -> None:
    identity.signed_headers(FCM, NOW)["Authorization"] = "spoilt"
    assert identity.signed_headers(FCM, NOW)["Authorization"] != "spoilt"


def test_a_refused_signature_is_forgotten(identity: Identity) -> None:
    first = identity.signed_headers(FCM, NOW)
    identity.forget(FCM)
    identity.forget(APPLE)
    assert identity.signed_headers(FCM, NOW) != first


def test_threads_share_one_signature(identity: Identity) -> None:
    with ThreadPoolExecutor(8) as pool:
        signed = pool.map(lambda _: identity.signed_headers(FCM, NOW)["Authorization"], range(40))
        assert len(set(signed)) == 1
