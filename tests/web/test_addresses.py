"""Addresses: numbers that no row can have lead nowhere, and break nothing."""

import pytest

from pwa.models.tables import Account
from tests.room import Room
from tests.web.client import JSON
from tests.web.fixtures import SignIn


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_a_number_that_no_session_can_have_is_not_there(sign_in: SignIn, staff: Account, number: int) -> None:
    client = sign_in(staff)
    for path in (f"/sessions/{number}/surveiller", f"/centre/sessions/{number}", f"/centre/importation/{number}"):
        assert client.see(path, 404).heading == "Page introuvable"


@pytest.mark.parametrize("since", ["-1", "abc", str(10**30), ""])
def test_a_version_that_no_page_can_have_harms_nothing(
    sign_in: SignIn, room: Room, invigilator: Account, since: str
) -> None:
    path = f"/sessions/{room.session.id}/surveiller/changements?since={since}"
    assert sign_in(invigilator).ask("GET", path, accept=JSON).status_code in (200, 204)
