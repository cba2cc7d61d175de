"""People with plain HTTP: they send forms as a browser does and listen to their page's stream."""

import json
import re
import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

from tests import html
from tests.servers import Office

# Done, nothing there any more, somebody was faster; 403 when the talk ends while one enters it.
POSSIBLE = {200, 204, 403, 404, 409}
CSRF = re.compile(r'(?:data-csrf="|name="csrfmiddlewaretoken" value=")([^"]+)')


class Person:
    """One browser with an address of its own: every address of 127/8 is this machine."""

    stream = ""
    last = ""  # the region that comes last when a stream is opened

    def __init__(self, office: Office, number: int) -> None:
        self.office = office
        self.address = f"127.0.{1 + number}.1"
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.regions: dict[str, html.Element] = {}
        self.answers: list[tuple[str, int]] = []
        self._all_shown = threading.Event()
        self._stream: tuple[HTTPResponse, socket.socket, threading.Thread] | None = None

    # Commands

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """GET, or POST of a form."""
        with self._sent(path, fields) as answer:
            text = answer.read().decode()
            self._keep(answer, text)
        return answer.status, text

    def tries(self, path: str, **fields: str) -> int:
        """What may be refused, because others act at the same time."""
        status, text = self.ask(path, fields)
        assert status in POSSIBLE, f"{status} {path}: {text[:300]}"
        self.answers.append((path.rpartition("/")[2], status))
        return status

    def _sent(self, path: str, fields: dict[str, str] | None) -> HTTPResponse:
        connection = HTTPConnection(
            "127.0.0.1", self.office.port, timeout=60, source_address=(self.address, 0)
        )
        headers = {
            "Host": f"localhost:{self.office.port}",
            "Origin": self.office.url,
            "Sec-Fetch-Site": "same-origin",
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
            script = {} if path.endswith(("/knock", "/login/")) else {"Accept": "application/json"}
            connection.request("POST", path, urlencode(fields), {**headers, **form, **script})
        self._socket: socket.socket = connection.sock
        return connection.getresponse()

    def _keep(self, answer: HTTPResponse, text: str) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        found = CSRF.search(text)
        self.token = found[1] if found else self.token

    # The stream

    def listens(self) -> Self:
        """Returns when the page has everything that its stream begins with."""
        answer = self._sent(f"{self.stream}?lang=de", None)
        thread = threading.Thread(target=self._listen, args=(answer,))
        self._stream = (answer, self._socket, thread)
        thread.start()
        assert self._all_shown.wait(60), f"no {self.last} on {self.stream}"
        return self

    def _listen(self, answer: HTTPResponse) -> None:
        for line in answer:
            if line.startswith(b"data: ") and b'"region"' in line:
                data = json.loads(line[6:])
                self.regions[data["region"]] = html.read(data["html"].encode())
                if data["region"] == self.last:
                    self._all_shown.set()

    def goes_home(self) -> None:
        if self._stream is None:
            return
        answer, connection, thread = self._stream
        with suppress(OSError):  # the server may have ended it: the visit is over
            connection.shutdown(socket.SHUT_RDWR)
        thread.join()
        answer.close()


class Citizen(Person):
    stream = "/live/visit"
    last = "visit"

    def knocks(self, department: str) -> Self:
        status, text = self.ask(f"/departments/{department}/knock", {"name": self.address})
        assert status == 303, f"{status}: {text[:300]}"
        status, text = self.ask("/visit/")
        assert status == 200, text[:300]
        self.number = html.read(text.encode()).one("p", class_="ticket__number").text
        return self.listens()

    @property
    def state(self) -> str:
        return self.regions["visit"].one(id="region-visit")["data-state"]

    @property
    def ahead(self) -> int | None:
        """None: the page shows no place."""
        shown = self.regions.get("place")
        place = shown.one(id="region-place") if shown else {}
        return int(place["data-ahead"]) if "data-ahead" in place else None


class Advisor(Person):
    stream = "/live/desk"
    last = "callbacks"

    def signs_in(self, username: str) -> Self:
        self.ask("/accounts/login/")
        fields = {"login": username, "password": self.office.passwords[username]}
        status, text = self.ask("/accounts/login/", fields)
        assert status == 302, f"{status}: {text[:300]}"
        assert self.ask("/desk/")[0] == 200
        return self.listens()

    @property
    def line(self) -> list[tuple[str, str]]:
        """Number and visit of everybody in the list, in order."""
        rows = self.regions["queue"].all("tr", id="*")
        return [(row["data-number"], row["id"].removeprefix("row-")) for row in rows]

    @property
    def state(self) -> str:
        return self.regions["talk"].one(id="region-talk")["data-state"]

    @property
    def visit(self) -> str:
        """Who is called by this desk, or in its room."""
        return self.regions["talk"].one(id="region-talk")["data-visit"]
