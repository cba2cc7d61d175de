"""Debian's Firefox, driven over WebDriver BiDi: as much of it as a talk needs."""

import itertools
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.e2e.window import FIND, LOOK_SECONDS, AnyWindow

SPIES = Path(__file__).with_name("spies.js")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ANSWERS_WITHIN_SECONDS = 60
PATIENCE_SECONDS = 30
# A camera that shows a colour and a microphone that hums; nobody is asked.
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "intl.accept_languages": "de",
    "intl.locale.requested": "de",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
Answer = dict[str, Any]


class Browser:
    """Says commands and hears their answers; what happens in between is of no interest here."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    def do(self, method: str, **params: Any) -> Answer:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer: Answer = json.loads(self._socket.recv(ANSWERS_WITHIN_SECONDS))
            if answer.get("id") != number:
                continue
            assert answer["type"] == "success", f"{method}: {answer}"
            result: Answer = answer["result"]
            return result

    def window(self) -> "Window":
        """With a jar of cookies of its own."""
        user = self.do("browser.createUserContext")["userContext"]
        spies = f"() => {{ {SPIES.read_text()} }}"
        self.do("script.addPreloadScript", functionDeclaration=spies, userContexts=[user])
        context = self.do("browsingContext.create", type="tab", userContext=user)["context"]
        return Window(self, context)


class Window(AnyWindow):
    def __init__(self, browser: Browser, context: str) -> None:
        self._browser, self._context = browser, context

    def go(self, url: str) -> None:
        self._do("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._do("browsingContext.reload", wait="complete")

    def asks(self, function: str, *arguments: Any) -> Any:
        """What a function answers in the page, as JSON."""
        given = ", ".join(json.dumps(argument) for argument in arguments)
        answer = self._browser.do(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({function})({given})))()",
            target={"context": self._context},
            awaitPromise=True,
            userActivation=False,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def reads(self, selector: str, text: str) -> None:
        self.eventually(
            "(at, text) => document.querySelector(at)?.textContent === text", selector, text
        )

    def clicks(self, selector: str) -> None:
        """As a finger does it, so that the browser knows that a person is there."""
        self.sees(selector)
        place = self.eventually(MIDDLE, selector)
        at = {"x": place["x"], "y": place["y"], "origin": "viewport"}
        steps = [
            {"type": "pointerMove", **at},
            *({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")),
        ]
        self._acts({"type": "pointer", "id": "mouse", "actions": steps})

    def types(self, selector: str, text: str) -> None:
        self.clicks(selector)
        steps = [{"type": way, "value": letter} for letter in text for way in ("keyDown", "keyUp")]
        self._acts({"type": "key", "id": "keys", "actions": steps})

    def closes(self) -> None:
        self._do("browsingContext.close")

    def _acts(self, source: Answer) -> None:
        self._do("input.performActions", actions=[source])

    def _do(self, method: str, **params: Any) -> Answer:
        return self._browser.do(method, context=self._context, **params)


# Where to press it, once it has stood still for a moment and nothing lies upon it.
MIDDLE = f"""async (at) => {{
  const one = ({FIND})(at);
  one.scrollIntoView({{ block: "center", behavior: "instant" }});
  const middle = () => {{
    const {{ left, top, width, height }} = one.getBoundingClientRect();
    return {{ x: Math.round(left + width / 2), y: Math.round(top + height / 2) }};
  }};
  const before = middle();
  await new Promise((then) => setTimeout(then, 100));
  const {{ x, y }} = middle();
  const still = x === before.x && y === before.y;
  return still && one.contains(document.elementFromPoint(x, y)) && {{ x, y }};
}}"""


@contextmanager
def firefox() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [
            f'user_pref("{key}", {json.dumps(value)});\n' for key, value in PREFERENCES.items()
        ]
        Path(profile, "user.js").write_text("".join(lines))
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", "0"]
        log = Path(profile, "log")
        with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
            try:
                with connect(f"{_address(log)}/session", max_size=None) as socket:
                    browser = Browser(socket)
                    browser.do("session.new", capabilities={})
                    yield browser
            finally:
                process.terminate()


def _address(log: Path) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while not (match := LISTENING.search(log.read_text(errors="replace"))):
        if time.monotonic() > end:
            raise RuntimeError(f"Firefox did not start:\n{log.read_text(errors='replace')}")
        time.sleep(LOOK_SECONDS)
    return match[1]
