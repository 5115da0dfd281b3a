"""Keys that follow one another: a new one for new subscriptions, the former ones for the phones that have them."""

import os
import stat
from pathlib import Path

import pytest

from pwa.adapters.identity import Identity
from pwa.adapters.key_ring import KeyRing, key_id, rotate
from pwa.adapters.vapid import VapidKeyMissing, make_key, public_key
from tests.push.conftest import NOW, SUBJECT
from tests.tools import base64url, vapid

FCM = "https://fcm.googleapis.com"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_key(tmp_path / "vapid.pem")
    return tmp_path / "vapid.pem"


def test_a_rotation_keeps_the_former_key_for_its_owner_alone(path: Path) -> None:
    before = public_key(path)
    former, current = rotate(path)
    kept = path.with_name(f"vapid-{former.id}.pem")
    assert (former.public, current.public) == (before, public_key(path))
    assert public_key(kept) == before != public_key(path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert sorted(file.name for file in path.parent.iterdir()) == sorted([kept.name, "vapid.pem"])


def test_a_missing_key_is_not_rotated_into_a_first_one(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyMissing):
        rotate(tmp_path / "vapid.pem")
    assert list(tmp_path.iterdir()) == []


def test_a_ring_notices_the_new_key_and_still_finds_the_former_ones(path: Path) -> None:
    ring = KeyRing(path)
    first = ring.current
    rotate(path)
    second = ring.current
    rotate(path)
    assert len({first.id, second.id, ring.current.id}) == 3
    assert [ring.find(key.id).public for key in (first, second)] == [first.public, second.public]


@pytest.mark.parametrize("unknown", [None, "", "somebody else's"])
def test_a_phone_of_an_unknown_key_is_signed_for_by_the_current_one(path: Path, unknown: str | None) -> None:
    ring = KeyRing(path)
    rotate(path)
    assert ring.find(unknown) == ring.current


def test_a_key_is_recognised_however_a_browser_writes_it(path: Path) -> None:
    ring = KeyRing(path)
    public = ring.current.public
    assert ring.id_of(public) == ring.id_of(public.replace("-", "+").replace("_", "/") + "=") == ring.current.id
    assert ring.id_of(None) == ring.current.id
    assert ring.id_of(public.swapcase()) is None
    assert key_id("é") == ""


def test_a_file_that_goes_away_or_is_half_written_stops_nobody(path: Path) -> None:
    ring = KeyRing(path)
    current, pem = ring.current, path.read_bytes()
    path.unlink()
    assert ring.current == current
    path.write_bytes(pem[:50])
    assert ring.current == current
    path.write_bytes(pem)
    os.utime(path, ns=(1, 1))
    assert ring.current == current


def test_a_missing_file_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyMissing):
        _ = KeyRing(tmp_path / "vapid.pem").current
    assert list(tmp_path.iterdir()) == []


def test_each_phone_is_signed_for_by_its_own_key(path: Path) -> None:
    identity, first = Identity(path, SUBJECT), public_key(path)
    former, _ = rotate(path)
    for key, expected in ((former.id, first), (None, public_key(path))):
        signed = identity.signed_headers(FCM, NOW, key)["Authorization"]
        vapid.check(vapid.read(signed), FCM, base64url.decode(expected), NOW.timestamp())
