"""How the stream's messages are written (docs/protocol.md). Pure."""

import json
from typing import Any

from buergerbuero.live.viewer import END, Message


def event(name: str, data: Any, id: int | None = None) -> bytes:
    """One server-sent event. JSON escapes line breaks, so one data line is enough."""
    head = f"id: {id}\n" if id is not None else ""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{head}event: {name}\ndata: {body}\n\n".encode()


def region(name: str, html: str) -> Message:
    return Message(f"region:{name}", event("region", {"region": name, "html": html}))


def room(state: Any) -> Message:
    return Message("room", event("room", state), ahead=True)


def signal(position: int, data: Any) -> Message:
    return Message("signal", event("signal", data, id=position), order=position)


def end(reason: str) -> Message:
    return Message(END, event("end", {"reason": reason}))


PING = event("ping", {})
