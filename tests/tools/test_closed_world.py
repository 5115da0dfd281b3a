"""The outside cannot be reached by mistake."""

import socket
import threading

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.tools.closed_world import OutsideWorld
from tests.tools.fixture_site import FixtureSite


def test_a_name_outside_is_not_asked_for() -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection(("updates.push.services.mozilla.com", 443), timeout=1)


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_an_address_outside_is_not_connected_to() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_loopback_is_open_by_address_and_by_name() -> None:
    with FixtureSite({"/": ""}) as site:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, int(site.origin.rpartition(":")[2])), timeout=5).close()


def test_threads_are_closed_in_too() -> None:
    caught: list[Exception] = []

    def ask() -> None:
        try:
            socket.getaddrinfo("example.org", 443)
        except OutsideWorld as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert caught
