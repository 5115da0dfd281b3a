"""The private bus hears what programs notify, and taps."""

import asyncio
from collections.abc import Iterator

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.tools.loop_thread import LoopThread
from tests.tools.notifications import NAME, NotificationBus
from tests.tools.record import Record

PATH = "/org/freedesktop/Notifications"


class Program:
    """A program with a notification to show, and ears for what becomes of it."""

    def __init__(self, address: str) -> None:
        self.heard: Record[tuple[str, list[object]]] = Record("signal")
        self._thread = LoopThread("program")
        self._bus = self._thread.run(self._join(address))

    def notify(self, title: str, replaces: int = 0) -> int:
        body = ["program", replaces, "", title, "corps", ["default", "", "go", "J'y vais"], {}, -1]
        return int(self._call("Notify", "susssasa{sv}i", body)[0])

    def withdraw(self, number: int) -> None:
        self._call("CloseNotification", "u", [number])

    def close(self) -> None:
        self._thread.run(self._leave())
        self._thread.close()

    def _call(self, member: str, signature: str, body: list[object]) -> list[int]:
        message = Message(NAME, PATH, NAME, member, signature=signature, body=body)
        reply = self._thread.run(self._bus.call(message))
        assert reply
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return list(reply.body)

    async def _join(self, address: str) -> MessageBus:
        bus = await MessageBus(bus_address=address).connect()
        rule = Message("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch")
        rule.signature, rule.body = "s", [f"type='signal',interface='{NAME}'"]
        await bus.call(rule)
        bus.add_message_handler(self._hear)
        return bus

    def _hear(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface == NAME:
            self.heard.add((message.member or "", list(message.body)))

    async def _leave(self) -> None:
        self._bus.disconnect()
        await asyncio.wait_for(self._bus.wait_for_disconnect(), 5)  # type: ignore[no-untyped-call]


@pytest.fixture
def program(notifications: NotificationBus) -> Iterator[Program]:
    program = Program(notifications.address)
    yield program
    program.close()


def test_it_records_what_a_person_reads(notifications: NotificationBus, program: Program) -> None:
    number = program.notify("Zoé — à voir")
    shown = notifications.wait_for()
    assert (shown.number, shown.title, shown.body) == (number, "Zoé — à voir", "corps")
    assert shown.actions == {"default": "", "go": "J'y vais"}


def test_a_tap_and_a_press_reach_the_program(notifications: NotificationBus, program: Program) -> None:
    number = program.notify("a")
    notifications.tap(notifications.wait_for())
    program.heard.wait_for(lambda signal: signal == ("ActionInvoked", [number, "default"]))
    notifications.press(notifications.wait_for(), "J'y vais")
    program.heard.wait_for(lambda signal: signal == ("ActionInvoked", [number, "go"]))


def test_an_unknown_button_cannot_be_pressed(notifications: NotificationBus, program: Program) -> None:
    program.notify("a")
    with pytest.raises(LookupError, match="Jamais"):
        notifications.press(notifications.wait_for(), "Jamais")


def test_a_swipe_is_told(notifications: NotificationBus, program: Program) -> None:
    number = program.notify("a")
    notifications.dismiss(notifications.wait_for())
    program.heard.wait_for(lambda signal: signal == ("NotificationClosed", [number, 2]))


def test_a_replacement_keeps_its_number(notifications: NotificationBus, program: Program) -> None:
    number = program.notify("avant")
    assert program.notify("après", replaces=number) == number
    assert notifications.wait_for(lambda shown: shown.title == "après").replaces == number


def test_a_withdrawal_is_recorded(notifications: NotificationBus, program: Program) -> None:
    number = program.notify("a")
    program.withdraw(number)
    assert notifications.withdrawn.wait_for() == number
