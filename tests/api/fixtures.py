"""What the API's tests share: a candidate at the test, a phone's subscription."""

from collections.abc import Callable

import pytest
from flask import Flask

from pwa.models.tables import Account, Attempt, Candidate
from tests.api.desk import Desk
from tests.room import Room
from tests.tools.subscription import Subscription
from tests.web.client import Client
from tests.web.fixtures import PUSH_SERVICE, Clock

MakeDesk = Callable[..., Desk]


@pytest.fixture
def attempt(room: Room, candidate: Candidate, clock: Clock) -> Attempt:
    """Léa has typed the code: her page may say hello."""
    room.confirm(candidate, clock.now)
    return room.enter(candidate, clock.now)


@pytest.fixture
def make_desk(app: Flask, attempt: Attempt, player: Account) -> MakeDesk:
    """Makes a window on Léa's test, named by its epoch; by her account, unless another one is given."""

    def make(epoch: str = "window-1", of: Account = player) -> Desk:
        return Desk(Client(app), app.extensions["pwa"].signer.sign_attempt(attempt.id, of.id), epoch)

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Léa's window, which has its first question."""
    desk = make_desk()
    desk.hello()
    return desk


@pytest.fixture
def phone() -> Subscription:
    """What a browser gives its page when the person accepts."""
    return Subscription(f"{PUSH_SERVICE}/wpush/v2/secret")
