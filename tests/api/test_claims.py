"""« J'y vais » from a notification: the token of the message is the right to it."""

import pytest

from pwa.models.tables import Account, Alert, Candidate
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock


@pytest.fixture
def alert(room: Room, candidate: Candidate, register: Register, clock: Clock) -> Alert:
    register(room.invigilator)
    room.wait(candidate, clock.now)
    return room.alert(candidate)


def claim(client: Client, room: Room, status: int = 200) -> dict[str, object]:
    """As a service worker does: without a cookie, without a form's token."""
    token = room.deliveries("ring")[0].token
    answer = client.ask("POST", f"/api/v1/deliveries/{token}/claim", json={})
    assert answer.status_code == status
    return dict(answer.get_json())


def test_a_notification_takes_its_alert(client: Client, room: Room, alert: Alert, invigilator: Account) -> None:
    assert claim(client, room) == {"version": room.session.version}
    assert alert.claimed_by_id == invigilator.id
    assert claim(client, room)["version"] == alert.version


def test_what_is_over_is_refused_with_its_sentence(
    client: Client, room: Room, candidate: Candidate, alert: Alert, clock: Clock
) -> None:
    room.confirm(candidate, clock.now)
    refused = claim(client, room, 409)
    assert (refused["code"], refused["detail"]) == (
        "alert_closed", "Cette alerte est déjà close : il n'y a plus rien à faire.",
    )  # fmt: skip


def test_a_token_that_is_none_is_missing(client: Client, room: Room, alert: Alert) -> None:
    assert client.ask("POST", "/api/v1/deliveries/unknown/claim", json={}).status_code == 404
