"""The notifications of an operating system, on a session bus of our own: read them, tap them."""

import contextlib
import itertools
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Self

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from tests.tools.child import Child
from tests.tools.loop_thread import LoopThread
from tests.tools.record import Record

NAME = "org.freedesktop.Notifications"
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy>
</busconfig>"""

Strings = Annotated[list[str], DBusSignature("as")]
Four = Annotated[tuple[str, str, str, str], DBusSignature("ssss")]
Closed = Annotated[tuple[int, int], DBusSignature("uu")]
Chosen = Annotated[tuple[int, str], DBusSignature("us")]
DISMISSED, WITHDRAWN = 2, 3


@dataclass(frozen=True)
class Notification:
    """What the person reads: `actions` maps keys to labels; `replaces` is the number it took over (0: none)."""

    number: int
    application: str
    title: str
    body: str
    actions: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict, repr=False)
    replaces: int = 0


class _Server(ServiceInterface):
    """The freedesktop interface, version 1.2."""

    def __init__(self, shown: Record[Notification], withdrawn: Record[int]) -> None:
        super().__init__(NAME)
        self._shown = shown
        self._withdrawn = withdrawn
        self._numbers = itertools.count(1)

    @dbus_method()
    def GetServerInformation(self) -> Four:
        return "tests", "tests", "1.0", "1.2"

    @dbus_method()
    def GetCapabilities(self) -> Strings:
        return ["actions", "body"]

    @dbus_method()
    def Notify(
        self,
        app_name: DBusStr,
        replaces_id: DBusUInt32,
        app_icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expire_timeout: DBusInt32,
    ) -> DBusUInt32:
        number = replaces_id or next(self._numbers)
        labels = dict(zip(actions[::2], actions[1::2], strict=True))
        values = {name: variant.value for name, variant in hints.items()}
        self._shown.add(Notification(number, app_name, summary, body, labels, values, replaces_id))
        return number

    @dbus_method()
    def CloseNotification(self, number: DBusUInt32) -> None:
        self._withdrawn.add(number)
        self.NotificationClosed(number, WITHDRAWN)

    @dbus_signal()
    def ActionInvoked(self, number: DBusUInt32, action: DBusStr) -> Chosen:
        return number, action

    @dbus_signal()
    def NotificationClosed(self, number: DBusUInt32, reason: DBusUInt32) -> Closed:
        return number, reason


class NotificationBus:
    """A private bus; `shown` holds each notification in order, `withdrawn` the numbers their makers took back."""

    def __init__(self) -> None:
        self.shown: Record[Notification] = Record("notification")
        self.withdrawn: Record[int] = Record("withdrawal")
        self._folder = Path(tempfile.mkdtemp(prefix="bus-"))
        self._server = _Server(self.shown, self.withdrawn)
        with contextlib.ExitStack() as starting:
            starting.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._daemon = starting.enter_context(Child(self._command()))
            self.address = self._daemon.log.wait_for(lambda line: line.startswith("unix:"))
            self._thread = LoopThread("notifications")
            starting.callback(self._thread.close)
            self._bus = self._thread.run(self._serve())
            starting.callback(lambda: self._thread.run(self._leave()))
            self._stopping = starting.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wait_for(
        self, wanted: Callable[[Notification], bool] | None = None, timeout: float = 10.0, since: int = 0
    ) -> Notification:
        """The first notification that satisfies `wanted`, shown already or within `timeout` seconds."""
        return self.shown.wait_for(wanted, timeout, since)

    def tap(self, notification: Notification) -> None:
        """A tap on the notification itself."""
        self._invoke(notification, "default")

    def press(self, notification: Notification, label: str) -> None:
        """A press on the action button of that label."""
        keys = [key for key, text in notification.actions.items() if text == label and key != "default"]
        if not keys:
            raise LookupError(f"no button {label!r} in {notification!r}")
        self._invoke(notification, keys[0])

    def dismiss(self, notification: Notification) -> None:
        """A swipe: the person saw it and did nothing."""
        self._emit(lambda: self._server.NotificationClosed(notification.number, DISMISSED))

    def clear(self) -> None:
        self.shown.clear()
        self.withdrawn.clear()

    def close(self) -> None:
        self._stopping.close()

    def _command(self) -> list[str]:
        configuration = self._folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(folder=self._folder), encoding="utf-8")
        return ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"]

    def _invoke(self, notification: Notification, key: str) -> None:
        def invoke() -> None:
            self._server.ActionInvoked(notification.number, key)
            self._server.NotificationClosed(notification.number, DISMISSED)

        self._emit(invoke)

    def _emit(self, signal: Callable[[], object]) -> None:
        async def emit() -> None:
            signal()

        self._thread.run(emit())

    async def _serve(self) -> MessageBus:
        bus = await MessageBus(bus_address=self.address).connect()
        bus.export("/org/freedesktop/Notifications", self._server)
        await bus.request_name(NAME)
        return bus

    async def _leave(self) -> None:
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
