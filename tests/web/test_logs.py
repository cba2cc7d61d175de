"""Row 10: logs carry no names, tokens, addresses or signals, and no lines that others wrote."""

import logging
import re
import urllib.parse

import pytest
from django.core.cache import cache

from buergerbuero.visits import access
from buergerbuero.visits.models import Visit
from tests.browser import Browser
from tests.people import make_advisor
from tests.program import Program, sign_in_form

NAME = "Ayla Öz\r\nERROR root: forged line\x1b[31m"
CASE = "AKTE-4711\nWARNING forged"
REASON = "Geheimer Grund\nINFO forged"
FINGERPRINT = ":".join(["5E"] * 32)
SDP = f"v=0\r\na=fingerprint:sha-256 {FINGERPRINT}\r\na=ice-pwd:geheim\r\n"
ADDRESS = "198.51.100.77"
PRIVATE = [
    "Ayla", "Öz", "AKTE-4711", "Geheimer", "geheim", "forged", FINGERPRINT, ADDRESS, "candidate",
    "sieben-blaue-tueren", "falsch-geraten", "203.0.113.99", "\x1b", "Frau Demir",
]  # fmt: skip


def room_talk(outside, inside, visit):
    ticket = inside.command("/desk/room/join").json()
    mine = outside.command("/visit/enter").json()
    ids = {one["role"]: one["id"] for one in ticket["participants"]}
    epochs = [ticket["epoch"], mine["epoch"]]
    candidate = {"candidate": "candidate:1 1 udp 1 203.0.113.99 5000 typ host"}
    for body in (
        {"kind": "offer", "sdp": SDP},
        {"kind": "candidates", "candidates": [candidate]},
        {"kind": "offer", "sdp": SDP + "a=crypto:1 geheim\r\n"},
        {"kind": NAME},
    ):
        inside.say("/desk/room/signals", {"to": ids["citizen"], "epochs": epochs, "body": body})
    outside.say("/visit/room/signals", NAME.encode() + b'{"')
    outside.say("/visit/room/signals", b"x" * 70_000)
    return [*ids.values(), visit.pk]


@pytest.fixture(autouse=True)
def ready(quick_passwords, static_files):
    """Nobody has failed to sign in yet."""
    cache.clear()


def test_a_whole_visit_leaves_nothing_private_in_the_log(ready, office, demir, caplog):
    """Row 10: from the knock to the goodbye, with every kind of refusal on the way."""
    caplog.set_level(logging.DEBUG)
    outside, inside = Browser(address=ADDRESS), Browser(address=ADDRESS)
    outside.knock(office, name="Amt " + NAME)
    outside.knock(office, name="x" * 500 + NAME)
    outside.post(f"/departments/{office.slug}/knock", {"name": NAME})
    outside.knock(office, name=NAME, case_number=CASE)
    outside.knock(office, name=NAME)
    visit = Visit.objects.get()
    secret = outside.cookies[access.COOKIE].value
    outside.get("/visit/")
    outside.command("/visit/pause", minutes=NAME)
    outside.command("/visit/enter")
    inside.post("/accounts/login/", {"login": "demir", "password": "falsch-geraten"})
    inside.post("/accounts/login/", {"login": NAME, "password": "falsch-geraten"})
    inside.post("/accounts/login/", {"login": "demir", "password": "sieben-blaue-tueren"})
    inside.command("/desk/call")
    outside.command("/visit/reached")
    known = room_talk(outside, inside, visit)
    stranger = Browser(address=ADDRESS, strict=True)
    stranger.cookies[access.COOKIE] = secret
    stranger.post("/visit/leave", {"name": NAME})
    stranger.get("/nothing", {"name": NAME})
    stranger.get("/", headers={"Host": "evil-example.de"})
    inside.command(f"/desk/visits/{visit.pk}/dismiss", reason=REASON)
    inside.command(f"/desk/visits/{visit.pk}/end")
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("closed", "served")
    said = "\n".join(f"{record.name} {record.getMessage()}" for record in caplog.records)
    assert "Forbidden" in said, "the refusals themselves are logged"
    tokens = [secret, access.hash_of(secret), inside.cookies["__Host-session"].value]
    tokens += [outside.cookies["__Host-csrf"].value, visit.source, *known[:-1]]
    assert [word for word in (*PRIVATE, *tokens) if word in said] == []


def test_what_a_stranger_asks_for_does_not_write_lines_of_its_own(visitor, caplog):
    """Row 10: no log injection."""
    visitor.get("/" + urllib.parse.quote("x\r\nERROR root: forged\x1b[31m"))
    [record] = [one for one in caplog.records if one.name == "django.request"]
    assert record.getMessage() == "Not Found: /x\\r\\nERROR root: forged\\x1b[31m"


def test_a_failed_sign_in_is_logged_without_name_or_password(visitor, demir, caplog):
    caplog.set_level(logging.DEBUG)
    visitor.post("/accounts/login/", {"login": "demir", "password": "falsch-geraten"})
    said = " ".join(record.getMessage() for record in caplog.records)
    assert [
        word for word in ("demir", "Demir", "falsch-geraten", "192.0.2.7") if word in said
    ] == []


@pytest.mark.long
def test_the_real_program_prints_nothing_private_either(tmp_path):
    """Row 10: stdout and stderr of a process, from the knock to the goodbye."""
    with Program(BUERGERBUERO_DATA_DIR=str(tmp_path)) as program:
        origin = f"http://127.0.0.1:{program.port}"
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        forwarded = {"X-Forwarded-For": ADDRESS}

        def send(path, cookies="", token="", **fields):
            headers = form | forwarded | {"Cookie": cookies, "X-CSRFToken": token}
            body = urllib.parse.urlencode(fields).encode()
            return program.ask("POST", path, headers | {"Accept": "application/json"}, body)

        send("/departments/elterngeldstelle/knock", name="Amt " + NAME)
        answer = send("/departments/elterngeldstelle/knock", name=NAME, case_number=CASE)
        assert answer.status == 303
        visit = answer.headers["set-cookie"].split(";")[0]
        page = program.get("/visit/", Cookie=visit)
        assert b"Ayla" not in page.body
        token = page.headers["set-cookie"].split(";")[0]
        csrf = re.findall(rb'data-csrf="([^"]+)"', page.body)[0].decode()
        cookies = f"{visit}; {token}"
        assert send("/visit/pause", cookies, csrf, minutes="5").status == 204
        assert send("/visit/pause", visit, "wrong", minutes="5").status == 403
        stream = program.get("/live/visit?once=1&lang=de", Cookie=cookies)
        assert stream.status == 200
        login = program.get("/accounts/login/")
        cookie = login.headers["set-cookie"].split(";")[0]
        send(
            "/accounts/login/",
            cookie,
            sign_in_form(login.body),
            login="demir",
            password="falsch-geraten",
        )
        program.get("/nothing%0d%0aERROR:forged", **forwarded)
        assert send("/visit/leave", cookies, csrf).status == 204
        secrets = [visit.partition("=")[2], token.partition("=")[2], csrf]
    assert program.lines[-1].startswith("WARNING")
    assert [
        word
        for word in (*PRIVATE[:5], ADDRESS, "falsch-geraten", *secrets)
        if word in program.output
    ] == []
    known = re.compile(
        r"(Data in|Static files|This is the example|\w+ +\S{16}$|Ready:|WARNING django)"
    )
    assert [line for line in program.lines if not known.match(line)] == []


def test_people_of_the_tests_are_who_they_are(db, quick_passwords):
    """The words looked for above are those that would be there."""
    assert make_advisor("x", "Frau Demir").name in PRIVATE
