"""docs/protocol.md says what crosses the wire. Its tables and the code say the same, both ways."""

import json
import re
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from buergerbuero.citizen import visit_views
from buergerbuero.consultations import signals
from buergerbuero.consultations.backends import BACKENDS, backend
from buergerbuero.departments.models import DutyState
from buergerbuero.desk import views as desk_views
from buergerbuero.desk.live import IN_ROOM, REGIONS
from buergerbuero.live import bus, stream, wire
from buergerbuero.visits.rules import PAUSES, TABLE, By
from tests import html
from tests.browser import Browser
from tests.people import knock
from tests.urls import endpoints

DOCUMENT = Path(__file__).parent.parent / "docs" / "protocol.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def table(first_column):
    """The rows of the table whose first heading is this, as lists of cells."""
    lines = TEXT.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        rows.append([cell.strip().replace("\\|", "|") for cell in cells])
    return rows


def code(cell):
    """What a cell sets in `code`."""
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture
def live(static_files):
    from buergerbuero import asgi  # noqa: PLC0415  # needs the static files

    return asgi.live


# The stream


PAGES = {name: (code(path)[0], regions) for name, path, _who, regions in table("page")}


def test_the_pages_with_a_stream_are_those_of_the_table(live):
    assert list(PAGES) == list(live._pages)
    for name, (path, _regions) in PAGES.items():
        assert path.split("/")[:3] == ["", stream.PREFIX.strip("/"), name]


def test_the_regions_of_the_desk_are_those_of_the_table():
    outside, inside = PAGES["desk"][1].split("; in it ")
    assert code(outside) == [*REGIONS, "callbacks", "rings", "room"]
    assert ["rings", *code(inside)] == [*IN_ROOM, "slip"]


OF_THE_ROOM = ["title", "asking", "people"]


def test_the_regions_of_the_visit_are_those_of_the_table(visitor, office):
    page = visitor.holds(knock(office)).page("/visit/")
    outside, room, inside = re.split("; from the call on |; in it ", PAGES["visit"][1])
    assert sorted(code(outside)) == regions_of(page)
    assert code(room) == ["room"]
    assert code(inside) == [*OF_THE_ROOM, "identity"]
    assert code(PAGES["guest"][1]) == ["guest", "room", *OF_THE_ROOM]


def test_the_regions_of_the_doors_are_those_of_the_table(visitor, office, centre):
    assert code(PAGES["overview"][1]) == code(PAGES["department"][1]) == ["door-<department>"]
    both = sorted(f"door-{one.slug}" for one in (office, centre))
    assert regions_of(visitor.page("/")) == both
    assert regions_of(visitor.page(f"/departments/{office.slug}/")) == [f"door-{office.slug}"]


def regions_of(page):
    ids = [one["id"] for one in page.all(id="*")]
    return sorted(name.removeprefix("region-") for name in ids if name.startswith("region-"))


EVENTS = {code(name)[0]: data for name, data, _meaning in table("event")}


def test_the_events_are_those_of_the_table():
    """Every event that the code can write, and none besides."""
    sources = [
        path.read_text(encoding="utf-8") for path in (Path(wire.__file__), Path(stream.__file__))
    ]
    written = {name for source in sources for name in re.findall(r'\bevent\("(\w+)"', source)}
    assert written == set(EVENTS)


def test_the_events_look_as_the_table_shows_them():
    assert wire.PING == b"event: ping\ndata: {}\n\n"
    assert code(EVENTS["ping"]) == ["{}"]
    examples = {
        "region": wire.region("place", "<div>").payload,
        "room": wire.room({"visit": "x", "me": "y", "participants": []}).payload,
        "signal": wire.signal(7, {"from": "x", "epochs": [2, 1], "body": {}}).payload,
        "end": wire.end("closed").payload,
    }
    for name, payload in examples.items():
        keys = re.findall(r'"(\w+)":', code(EVENTS[name])[0])
        data = json.loads(payload.decode().split("data: ")[1])
        assert list(data) == keys[: len(data)], name
    assert examples["signal"].startswith(b"id: 7\n")


def test_the_reasons_to_end_a_stream_are_those_of_the_table():
    [shape] = code(EVENTS["end"])
    named = set(re.findall(r'"([a-z-]+)"', shape.partition(":")[2]))
    sources = (DOCUMENT.parent.parent / "buergerbuero").rglob("*.py")
    used = set()
    for path in sources:
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'\bend\("([a-z-]+)"\)', source))
        if path.name == "live.py" and path.parent.name == "desk":
            used |= set(re.findall(r'return "([a-z-]+)"', source))
            used |= set(re.findall(r'else "([a-z-]+)"$', source, flags=re.MULTILINE))
    assert used == named


def test_the_numbers_of_the_stream_are_those_of_the_text():
    assert f"every {stream.PING_SECONDS} seconds" in EVENTS_TEXT
    assert "`?once=1`" in TEXT
    assert "`?after=<id>`" in TEXT
    assert "header `Last-Event-ID`" in TEXT


EVENTS_TEXT = "\n".join(row[2] for row in table("event"))


# Commands


def commands(first_column="path"):
    """Path → the words beside it, for every command of the table."""
    found = {}
    for paths, *_ in table(first_column):
        base = ""
        for part in code(paths):
            if part.startswith("/"):
                base, found[part] = part.rpartition("/")[0], paths
            elif part.startswith("…/"):
                found[f"{base}/{part[2:]}"] = paths
    return found


COMMANDS = commands()
ROOM = ("join", "servers", "signals")
ROOM_COMMANDS = commands("path of a room")
WORDS = [("say", "to-all"), ("say", "to-one"), ("withdraw", "from-all"), ("withdraw", "from-one")]


def test_every_command_of_the_table_has_its_address_and_the_other_way_round():
    named = {name_of(path) for path in (*COMMANDS, *ROOM_COMMANDS)}
    acting = {
        "citizen:knock",
        "citizen:callback",
        "citizen:command",
        "desk:duty",
        "desk:call-next",
        "desk:command",
    }
    acting |= {
        "desk:slip",
        "desk:callback-done",
        "desk:stop",
        "desk:resume",
        "desk:preferences",
        "desk:seen",
    }
    acting |= {"citizen:return-code", "citizen:continue"}
    acting |= {f"{space}:push{stop}" for space in ("citizen", "desk") for stop in ("", "-stop")}
    acting |= {f"desk:{word}-{whom}" for word, whom in WORDS}
    acting |= {"citizen:invited", "citizen:guest-leave"}
    acting |= {f"citizen:room-{what}" for what in ("wish", "link", "person")}
    acting |= {f"desk:room-{what}" for what in ("ring", "invite", "link", "person", "leave")}
    there = {str(one) for one in endpoints() if one.name in acting}
    assert named == there
    looking = {str(one) for one in endpoints()} - there
    assert looking == {
        *(f"{space}:room-{word}" for space in ("citizen", "desk") for word in ROOM),
        *(f"citizen:guest-{word}" for word in ROOM),
        *(f"citizen:{word}" for word in ("overview", "department", "visit", "slip", "guest")),
        *(f"citizen:{word}" for word in ("privacy", "imprint", "accessibility")),
        *(f"account_{word}" for word in ("login", "logout", "reauthenticate", "change_password")),
        *(f"account_{word}" for word in ("signup", "inactive")),
        "desk:desk",
        "citizen:try-out",
        "desk:other-doors",
        "health",
        "service-worker",
    }


def name_of(path):
    match = resolve(
        path.replace("<department>", "slug")
        .replace("<visit>", "x" * 22)
        .replace("<wish>", "x" * 22)
        .replace("<participant>", "x" * 22)
    )
    verb = match.kwargs.get("verb", "")
    return f"{match.view_name} {verb}".strip()


def test_the_citizens_commands_are_those_of_the_table():
    prefix = reverse("citizen:visit")
    named = [path.removeprefix(prefix) for path in COMMANDS if path.startswith(prefix)]
    assert sorted(named) == sorted(
        [*visit_views.COMMANDS, "return-code", "continue", "push", "push/stop"]
    )


def test_the_advisors_commands_are_those_of_the_table():
    prefix = "/desk/visits/<visit>/"
    named = [path.removeprefix(prefix) for path in COMMANDS if path.startswith(prefix)]
    assert sorted(named) == sorted([*desk_views.COMMANDS, "say", "withdraw", "slip"])


def test_the_words_of_the_commands_are_those_that_are_offered():
    minutes = [int(pause.total_seconds() // 60) for pause in PAUSES]
    assert f"(`minutes` {minutes[0]}, {minutes[1]} or {minutes[2]})" in COMMANDS["/visit/pause"]
    free, pause, away = DutyState.values
    assert f"(`state` {free}, {pause} or {away};" in COMMANDS["/desk/duty"]


def test_the_events_of_the_commands_are_rows_of_the_visits_table():
    """ "call the next one" and "call this one" are both a call; a door and a duty are no visit."""
    words = {cell.strip() for row in table("path") for cell in row[2].split(",")}
    people = {kind.replace("_", " ") for kind, rule in TABLE.items() if rule.by != By.CLOCK}
    other_words = {
        "call the next one",
        "call this one",
        "the page shows the call",
        "takes nobody more today",
        "or again",
        "–",
    }
    assert words - other_words == people - {"call", "return", "hand over"}


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda visitor, _office: visitor.say("/visit/room/signals", b"{")),
        (404, lambda _visitor, _office: Browser().command("/visit/leave")),
        (409, lambda visitor, _office: visitor.command("/visit/hang-up")),
        (413, lambda visitor, _office: visitor.say("/visit/room/signals", b"x" * 66_000)),
        (403, lambda visitor, _office: visitor.command("/visit/room/join")),
    ],
)
def test_a_refusal_has_its_status_and_a_sentence(visitor, office, status, ask):
    answer = ask(visitor.holds(knock(office)), office)
    assert (answer.status_code, list(answer.json())) == (status, ["message"])
    assert answer.json()["message"]
    assert f"{status} " in TEXT.partition("## 2.")[2].partition("| path")[0]


# The room


KINDS = {code(kind)[0]: body for kind, body, _by in table("kind")}


def test_the_kinds_of_signals_are_those_of_the_table():
    assert list(KINDS) == list(signals.KINDS)


FINGERPRINT = ":".join(["AB"] * 32)
EXAMPLES = {
    "sdp": f"v=0\r\na=fingerprint:sha-256 {FINGERPRINT}\r\n",
    "candidates": [{"candidate": "candidate:1", "sdpMid": "0"}],
    "camera": True,
    "microphone": False,
    "restart: true": True,
    "screen: true": True,
    "sound_only: true": True,
    "signing: true": True,
    "weak: true": True,
}


@pytest.mark.parametrize("kind", signals.KINDS)
def test_a_signal_made_from_the_table_is_accepted_and_nothing_may_be_added(kind):
    words = code(KINDS[kind])
    body = {"kind": kind} | {
        word.partition(":")[0]: EXAMPLES[word] for word in words if word in EXAMPLES
    }
    assert len(body) == len([word for word in words if word != "RTCIceCandidateInit"]) + 1
    signals.check_body(body)
    with pytest.raises(signals.BadSignal):
        signals.check_body({**body, "more": 1})


def test_the_limit_of_a_signal_is_that_of_the_text():
    assert signals.SIGNAL_AT_MOST == 64 * 1024
    assert "refuses more than 64 KB" in TEXT


def test_the_kinds_of_rooms_are_those_of_the_text(settings):
    room = TEXT.partition("## 3.")[2]
    shown = set(re.findall(r'^\{"kind": "(\w+)", "visit"', room, flags=re.MULTILINE))
    told = set(re.findall(r"The kind `(\w+)` carries", room))
    assert shown | told == set(BACKENDS)
    for name in BACKENDS:
        assert backend(name).join("someone", "room", hides_address=False).kind == name


def test_a_ticket_has_the_keys_of_the_text(visitor, office, demir):
    knock(office)
    desk = visitor.is_signed_in_as(demir)
    desk.command("/desk/call")
    ticket = desk.command("/desk/room/join").json()
    example = json.loads(re.search(r'\{"kind": "peer".*?\]\}(?=\n```)', TEXT, re.DOTALL)[0])
    assert set(ticket) == set(example)
    assert {frozenset(one) for one in ticket["participants"]} == {
        frozenset(one) for one in example["participants"]
    }


def test_the_rooms_addresses_are_those_of_the_text(visitor, office):
    bases = {"citizen:room": "/visit/room/", "desk:room": "/desk/room/"}
    bases["citizen:guest"] = "/guest/room/"
    for name, base in bases.items():
        assert f"`{base}…`" in TEXT
        for word in ROOM:
            assert f"…/room/{word}`" in TEXT
            assert reverse(f"{name}-{word}") == f"{base}{word}"
    page = html.read(visitor.holds(knock(office)).get("/visit/").content)
    assert page.one("body")["data-room-base"] == "/visit/room/"


def test_this_document_is_the_one_that_the_bus_and_the_browser_follow():
    assert bus.CHANNEL == "buergerbuero"
    script = Path(DOCUMENT.parent.parent, "buergerbuero/static/js/live.js").read_text("utf-8")
    [listed] = re.findall(r"const EVENTS = Object.freeze\(\[([^\]]+)\]\)", script)
    assert set(re.findall(r'"(\w+)"', listed)) == set(EVENTS)
