"""Where a desktop shows notices: takes what Chromium wants to show, and clicks it as a person does.

Only a real click gives a service worker the right to open or to raise a window.
"""

import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME = "org.freedesktop.Notifications"
PLACE = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
ANSWERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "GetCapabilities": ("as", (["actions", "body"],)),
    "GetServerInformation": ("ssss", ("tests", "tests", "1", "1.2")),
    "CloseNotification": ("", ()),
}


class Desktop:
    def __init__(self, connection: DBusConnection, address: str) -> None:
        self.environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        self._connection = connection
        self._shown: queue.Queue[tuple[str, str]] = queue.Queue()
        self._count = 0

    def shows(self, seconds: float = 20) -> tuple[str, str]:
        """Title and text of the next notice."""
        return self._shown.get(timeout=seconds)

    def clicks(self) -> None:
        """On the notice that came last."""
        click = new_signal(PLACE, "ActionInvoked", "us", (self._count, "default"))
        self._connection.send(click)

    def serve(self) -> None:
        while True:
            try:
                message = self._connection.receive()
            except OSError:
                return  # the test is over
            if message.header.message_type == MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        signature, body = ANSWERS.get(member, ("", ()))
        if member == "Notify":
            _, _, _, title, text, *_ = message.body
            self._count += 1
            signature, body = "u", (self._count,)
        self._connection.send(new_method_return(message, signature, body))
        if member == "Notify":
            # Chromium puts the page's address above the text.
            self._shown.put((title, text.rpartition("\n")[2]))


@contextmanager
def desktop() -> Iterator[Desktop]:
    """With a message bus of its own, for the browsers that are told of it."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bus:
        assert bus.stdout
        address = bus.stdout.readline().strip()
        try:
            with open_dbus_connection(address) as connection:
                connection.send_and_get_reply(message_bus.RequestName(NAME))
                shown = Desktop(connection, address)
                threading.Thread(target=shown.serve, daemon=True).start()
                yield shown
        finally:
            bus.terminate()
