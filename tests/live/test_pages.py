"""The streams of the real pages: what each person is sent, and what never."""

import json
import re

import pytest

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Membership
from buergerbuero.visits import access, actions
from buergerbuero.visits.line import HEAD
from buergerbuero.visits.models import Visit
from buergerbuero.visits.returning import make_code, take_code
from tests import html
from tests.browser import Browser
from tests.live.building import building, happens, shown
from tests.live.clock import blocking, now, pass_time, settle
from tests.live.world import Event, regions
from tests.people import has_served, knock, make_advisor, on_duty

pytestmark = pytest.mark.usefixtures("transactional_db", "static_files", "quick_passwords")

FINGERPRINT = ":".join(["5E"] * 32)
SDP = f"v=0\r\na=fingerprint:sha-256 {FINGERPRINT}\r\na=ice-pwd:geheimesPasswort\r\n"
CANDIDATE = {"candidate": "candidate:1 1 udp 1 203.0.113.99 5000 typ host", "sdpMid": "0"}


@pytest.fixture
def office(transactional_db):
    from tests.people import make_department  # noqa: PLC0415

    return make_department()


@pytest.fixture
def demir(office):
    return on_duty(make_advisor("demir", "Frau Demir", office))


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


# The main job, seen through streams


async def test_a_knock_appears_on_the_overview_and_on_the_desk(office, desk):
    async with building() as house:
        public, door = house.watch("/live/overview"), house.watch(f"/live/department/{office.slug}")
        at_work = house.watch("/live/desk", desk)
        await happens()
        assert "niemand wartet" in shown(public)[f"door-{office.slug}"].text
        assert "niemand wartet" in shown(door)[f"door-{office.slug}"].text
        assert set(shown(at_work)) == {
            "duty",
            "knocks",
            "alerts",
            "emergency",
            "following",
            "talk",
            "queue",
            "doors",
            "colleagues",
            "callbacks",
            "rings",
            "title",
            "asking",
            "people",
            "leaving",
            "slip",
        }
        with blocking():
            knock(office, "Ayla")
        await happens()
        assert "1 wartet" in shown(public)[f"door-{office.slug}"].text
        assert "1 wartet" in shown(door)[f"door-{office.slug}"].text
        changed = shown(at_work)
        assert "Ayla" in changed["queue"].text
        assert "colleagues" not in changed


async def test_a_call_reaches_the_citizens_page_at_once(office, demir, desk):
    with blocking():
        visit = knock(office, "Ayla")
        mine = Browser().holds(visit)
    async with building() as house:
        page = house.watch("/live/visit", mine)
        await happens()
        first = shown(page)
        assert set(first) == {"visit", "place", "reasons", "how-long", "word", "my-word"}
        assert first["visit"].one(id="region-visit")["data-state"] == "waiting"
        called = now()
        with blocking():
            desk.command("/desk/call")
        await page.arrives("region")
        assert now() - called < 0.1
        await happens()
        with blocking():
            mine.command("/visit/enter")
        await happens()
        assert shown(page)["visit"].one(id="region-visit")["data-state"] == "talking"


async def test_the_room_is_sent_once_and_to_the_citizen_from_the_call_on(office, desk):
    """It is large, and waits unseen for the click; the regions around it carry an empty place."""
    with blocking():
        mine = Browser().holds(knock(office, "Ayla"))
    async with building() as house:
        page, at_work = house.watch("/live/visit", mine), house.watch("/live/desk", desk)
        await happens()
        assert "room" not in {*shown(page), *shown(at_work)}
        with blocking():
            desk.command("/desk/call")
        await happens()
        for stream, around in ((page, "visit"), (at_work, "talk")):
            brought = shown(stream)
            assert len(brought["room"].all("section", data_room="*")) == 1
            assert brought[around].one(id="region-room").text == ""
        with blocking():
            assert mine.page("/visit/").all("section", data_room="*") == []
            mine.command("/visit/enter")
            knock(office, "Boris")
        await happens()
        brought = shown(page) | shown(at_work)
        assert {"visit", "talk"} <= set(brought)
        assert "room" not in brought
        with blocking():
            assert len(mine.page("/visit/").all("section", data_room="*")) == 1


async def test_who_steps_in_again_is_sent_the_room_again(office, demir, desk):
    """Their page has thrown it away."""
    with blocking():
        mine = Browser().holds(knock(office, "Ayla"))
        desk.command("/desk/call")
        mine.command("/visit/enter")
    async with building() as house:
        page = house.watch("/live/visit", mine)
        await happens()
        assert "room" in shown(page)
        with blocking():
            mine.command("/visit/hang-up")
        await happens()
        assert shown(page)["visit"].all(id="region-room") == []
        with blocking():
            mine.command("/visit/enter")
        await happens()
        assert "room" in shown(page)


async def test_the_first_devices_stream_ends_when_the_visit_goes_on_elsewhere(office, demir):
    """Row 45: from that moment on it is sent nothing of the visit."""
    with blocking():
        visit = knock(office, "Ayla")
        mine, other = Browser().holds(visit), Browser()
        code = make_code(visit)
    async with building() as house:
        page = house.watch("/live/visit", mine)
        await happens()
        with blocking():
            other.cookies[access.COOKIE] = take_code(code, source="192.0.2.8/32")
        there = house.watch("/live/visit", other)
        await happens()
        assert page.events()[-1] == Event("end", {"reason": "elsewhere"})
        with blocking():
            actions.call(visit, demir)
        await happens()
        assert shown(there)["visit"].one(id="region-visit")["data-state"] == "called"
        assert "called" not in page.bytes.decode()
        refused = house.watch("/live/visit", mine)
        await happens()
        assert refused.status == 401


async def test_those_behind_move_up_when_somebody_leaves(office):
    with blocking():
        first, second = knock(office, "Ayla"), knock(office, "Boris")
        page_of = Browser().holds(second)
    async with building() as house:
        page = house.watch("/live/visit", page_of)
        await happens()
        assert shown(page)["place"].one("h1").text == "Vor Ihnen: 1 Person"
        with blocking():
            actions.leave(first)
        await happens()
        changed = shown(page)
        assert list(changed) == ["place"]
        assert changed["place"].one("h1").text == "Sie sind als Nächstes dran"


async def test_how_long_it_takes_comes_anew_only_when_its_words_change(office, demir):
    with blocking():
        has_served(office, 10)
        actions.call(knock(office, "Ayla"), demir)
        boris, chen = knock(office, "Boris"), knock(office, "Chen")
        mine = Browser().holds(chen)
    async with building() as house:
        page = house.watch("/live/visit", mine)
        await happens()
        first = shown(page)["how-long"].text
        assert first.startswith("Voraussichtlich noch ")
        with blocking():
            knock(office, "Dana")
        await happens()
        assert shown(page) == {}
        with blocking():
            actions.leave(boris)
        await happens()
        changed = shown(page)
        assert set(changed) == {"place", "how-long"}
        assert changed["how-long"].text != first
        assert "data-announce" not in changed["how-long"].one(id="region-how-long")


async def test_a_stream_speaks_the_language_of_its_page(office):
    async with building() as house:
        german, english = (
            house.watch("/live/overview", query=f"lang={code}") for code in ("de", "en")
        )
        await happens()
        names = [shown(one)[f"door-{office.slug}"].one("h3").text for one in (german, english)]
        assert names == ["Elterngeldstelle", "Elterngeldstelle (en)"]


async def test_the_regions_of_a_stream_are_those_of_the_page(office):
    """One template per region, used by the page and the stream."""
    with blocking():
        visit = knock(office, "Ayla")
        mine = Browser().holds(visit)
        page = mine.page("/visit/")
    async with building() as house:
        stream = house.watch("/live/visit", mine)
        await happens()
        for name, region in shown(stream).items():
            there, here = page.one(id=f"region-{name}"), region.one(id=f"region-{name}")
            assert here.text == there.text
            assert {one.tag for one in here.walk()} <= {one.tag for one in there.walk()}


async def test_a_long_line_is_shown_with_its_head_and_everybody_counted(office, desk):
    office.capacity = 2 * HEAD
    with blocking():
        office.save()
        visits = [knock(office, f"Person {number}") for number in range(HEAD + 8)]
    async with building() as house:
        stream = house.watch("/live/desk", desk)
        await happens()
        first = shown(stream)
        names = [row.text for row in first["queue"].all("span", class_="list__name")]
        assert names == [f"Person {number}" for number in range(HEAD)]
        assert f"{HEAD + 8} Personen" in first["queue"].one("h2", id="liste").text
        assert first["queue"].text.endswith("… und 8 weitere Personen")
        ids = first["knocks"].one(id="region-knocks")["data-knocks"].split()
        assert ids == [visit.pk for visit in visits]
        with blocking():
            last = knock(office, "Zora")
        await happens()
        band = [one["data-knock"] for one in shown(stream)["knocks"].all("li")]
        assert band == [visit.pk for visit in (*visits[:HEAD], *visits[-4:], last)]


async def test_colleagues_are_shown_the_same_line_but_for_what_they_can_do(office, demir, desk):
    with blocking():
        colleagues = [
            Browser().is_signed_in_as(on_duty(make_advisor(name, name.title(), office)))
            for name in ("brandt", "okafor")
        ]
        visits = [knock(office, "Ayla"), knock(office, "Boris")]
    async with building() as house:
        streams = [house.watch("/live/desk", one) for one in (desk, *colleagues)]
        await happens()
        for stream in streams:
            stream.events()
        with blocking():
            actions.call(visits[0], demir)
        await happens()
        mine, *theirs = (regions(stream.events()) for stream in streams)
        assert [(one["queue"], "talk" in one) for one in theirs] == [
            (theirs[0]["queue"], False)
        ] * 2
        assert "/desk/call" in theirs[0]["queue"]
        assert "/desk/call" not in mine["queue"]
        assert "Boris" in mine["queue"]


# What a waiting citizen never receives


def talk_with_everything(office, demir):
    """Boris and Frau Demir in a room, with all kinds of signals between them."""
    boris = knock(office, "Boris Geheim", case_number="AKTE-4711")
    outside, inside = Browser().holds(boris), Browser().is_signed_in_as(demir)
    inside.command(f"/desk/visits/{boris.pk}/call", reason="urgent")
    outside.command("/visit/reached")
    ticket = inside.command("/desk/room/join").json()
    citizen, advisor = people_of(ticket)
    mine = outside.command("/visit/enter").json()
    epochs = [ticket["epoch"], mine["epoch"]]
    bodies = [
        {"kind": "offer", "sdp": SDP},
        {"kind": "candidates", "candidates": [CANDIDATE]},
        {"kind": "devices", "camera": True, "microphone": False},
    ]
    for body in bodies:
        message = {"to": citizen, "epochs": epochs, "body": body}
        assert inside.say("/desk/room/signals", message).status_code == 204
    answer = {"to": advisor, "epochs": epochs[::-1], "body": {"kind": "answer", "sdp": SDP}}
    assert outside.say("/visit/room/signals", answer).status_code == 204
    return boris, outside, inside, (ticket["visit"], citizen, advisor)


def people_of(ticket):
    roles = {one["role"]: one["id"] for one in ticket["participants"]}
    return roles["citizen"], roles["advisor"]


async def test_a_waiting_citizen_receives_nothing_of_anybody_elses_talk(office, demir):
    """Row 33: allow-listed events only; no SDP, candidate, credential, token or other name."""
    with blocking():
        ayla = knock(office, "Ayla")
        waits = Browser().holds(ayla)
    async with building() as house:
        stream = house.watch("/live/visit", waits)
        await happens()
        with blocking():
            boris, outside, inside, ids = talk_with_everything(office, demir)
        talks = house.watch("/live/visit", outside)
        await happens()
        with blocking():
            outside.command("/visit/hang-up")
        await happens()
        with blocking():
            outside.command("/visit/enter")
            inside.command(f"/desk/visits/{boris.pk}/end")
        await pass_time(30)
        captured = stream.bytes.decode()
        events = re.findall(r"^event: (.*)$", captured, flags=re.MULTILINE)
        assert set(events) == {"hello", "region", "ping"}
        named = {event.data["region"] for event in stream.events() if event.name == "region"}
        assert named == {"visit", "place", "reasons", "how-long", "word", "my-word"}
        secrets = [FINGERPRINT, "geheimesPasswort", "203.0.113.99", "candidate", "sdp", "ice_"]
        secrets += ["Boris", "Geheim", "AKTE-4711", boris.label, *ids, "Demir", "epoch"]
        secrets += [boris.secret, boris.secret_hash, waits.cookies[access.COOKIE].value]
        assert [secret for secret in secrets if secret in captured] == []
        # The talk's own page did receive it: the words above are the right ones to look for.
        received = talks.bytes.decode()
        assert [one for one in (FINGERPRINT, "203.0.113.99", *ids) if one not in received] == []


async def test_nobody_but_the_two_in_the_room_receives_its_signals(office, demir):
    """Row 33 and 43: neither a colleague at the next desk nor the public."""
    with blocking():
        colleague = Browser().is_signed_in_as(
            on_duty(make_advisor("brandt", "Herr Brandt", office))
        )
    async with building() as house:
        others = [house.watch("/live/desk", colleague), house.watch("/live/overview")]
        others.append(house.watch(f"/live/department/{office.slug}"))
        await happens()
        with blocking():
            _boris, _outside, inside, ids = talk_with_everything(office, demir)
        own = house.watch("/live/desk", inside)
        await pass_time(30)
        for stream in others:
            captured = stream.bytes.decode()
            assert "event: signal" not in captured
            found = [one for one in (FINGERPRINT, "geheim", *ids[1:]) if one in captured]
            assert found == []
        assert FINGERPRINT in own.bytes.decode()
        public = "".join(stream.bytes.decode() for stream in others[1:])
        private = ["Boris", "AKTE-4711", "Demir", ids[0], "E\u00a001"]
        assert [one for one in private if one in public] == []


async def test_each_signal_reaches_its_receiver_once_and_is_resent_to_who_comes_back(office, demir):
    with blocking():
        _boris, outside, _inside, _ids = talk_with_everything(office, demir)
    async with building() as house:
        stream = house.watch("/live/visit", outside)
        await happens()
        signals = [event for event in stream.events() if event.name == "signal"]
        kinds = [event.data["body"]["kind"] for event in signals]
        assert kinds == ["offer", "candidates", "devices"]
        after = house.watch("/live/visit", outside, query=f"after={signals[0].id}")
        await happens()
        again = [event.id for event in after.events() if event.name == "signal"]
        assert again == [event.id for event in signals[1:]]


async def test_malformed_messages_of_one_room_disturb_no_other_page(office, demir):
    """Row 49."""
    with blocking():
        waits = Browser().holds(knock(office, "Ayla"))
        _boris, outside, inside, ids = talk_with_everything(office, demir)
    async with building() as house:
        streams = [house.watch("/live/visit", waits), house.watch("/live/desk", inside)]
        await happens()
        for stream in streams:
            stream.events()
        rubbish = [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b'{"to":1}',
            b"[" * 60_000,
            b"x" * 70_000,
        ]
        rubbish += [json.dumps({"to": ids[2], "epochs": [1, 1], "body": {"kind": "evil"}}).encode()]
        with blocking():
            found = {outside.say("/visit/room/signals", raw).status_code for raw in rubbish}
        assert found <= {400, 413}
        await happens()
        assert [stream.events() for stream in streams] == [[], []]
        assert [stream.task.done() for stream in streams] == [False, False]


# Who may look, and how long


@pytest.mark.parametrize("path", ["/live/visit", "/live/desk"])
async def test_without_the_right_cookie_there_is_no_stream(office, path):
    """Row 45 and 48."""
    with blocking():
        visit = knock(office)
    async with building() as house:
        for value in ("", "x", visit.pk, visit.secret_hash, "0" * 22, "0" * 32):
            cookies = f"__Host-visit={value}; __Host-session={value}"
            answer = await house.watch(path, headers={"Cookie": cookies}).answered()
            assert (answer.status, answer.bytes) == (401, b"")
        assert house.hub.streams == {}


async def test_the_door_of_no_department_has_no_stream(office):
    async with building() as house:
        for path in ("/live/department/nothing", "/live/department/", "/live/department"):
            assert (await house.watch(path).answered()).status == 404


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 200),
        ("http://evil-example.de", 403),
        ("http://testserver.evil.tld", 403),
        ("https://testserver", 403),
        ("null", 403),
    ],
)
async def test_a_page_of_another_site_gets_no_stream_with_our_cookies(office, origin, status):
    """Row 48: origin allow-list, with the cookies of somebody who waits."""
    with blocking():
        mine = Browser().holds(knock(office))
    async with building() as house:
        for path in ("/live/visit", "/live/overview"):
            stream = house.watch(path, mine, headers={"Origin": origin})
            await settle()
            assert stream.status == status


async def test_a_foreign_page_that_hides_its_origin_gets_no_stream(office):
    """Row 48: Fetch Metadata."""
    async with building() as house:
        for site in ("cross-site", "same-site"):
            stream = house.watch("/live/overview", headers={"Sec-Fetch-Site": site})
            assert (await stream.answered()).status == 403


def sign_out(desk, _demir):
    desk.post("/accounts/logout/")


def disable(_desk, demir):
    demir.is_active = False
    demir.save()


def end_session(desk, _demir):
    desk.session.flush()


def change_password(_desk, demir):
    """Somebody who fears for the account does it from another device."""
    demir.set_password("acht-gelbe-fenster")
    demir.save()


@pytest.mark.parametrize("leave", [sign_out, disable, end_session, change_password])
async def test_the_stream_of_a_desk_ends_within_five_seconds(office, demir, desk, leave):
    """Row 48: closes on logout and on disabling."""
    with blocking():
        brandt = Browser().is_signed_in_as(make_advisor("brandt", "Herr Brandt", office))
    async with building() as house:
        stream, other = house.watch("/live/desk", desk), house.watch("/live/desk", brandt)
        await happens()
        left = now()
        with blocking():
            leave(desk, demir)
        assert await stream.arrives("end") == Event("end", {"reason": "signed-out"})
        assert now() - left <= 5
        await stream.answered()
        await pass_time(10)
        assert not other.task.done()
        assert (await house.watch("/live/desk", desk).answered()).status == 401


async def test_whoever_leaves_a_department_sees_nothing_of_it_five_seconds_later(
    office, demir, desk
):
    """Row 55: what one may see is decided again while the page is open."""
    async with building() as house:
        stream = house.watch("/live/desk", desk)
        await happens()
        with blocking():
            Membership.objects.filter(user=demir).delete()
        left = now()
        assert await stream.arrives("end") == Event("end", {"reason": "moved"})
        assert now() - left <= 5
        with blocking():
            knock(office, "Ayla")
        await happens()
        assert "Ayla" not in stream.bytes.decode()


async def test_the_stream_of_a_visit_ends_with_it(office):
    """Row 40: after the end the stream is closed, with the goodbye as its last region."""
    with blocking():
        visit = knock(office)
        mine = Browser().holds(visit)
    async with building() as house:
        stream = house.watch("/live/visit", mine)
        await happens()
        stream.events()
        with blocking():
            actions.leave(visit)
        await stream.answered()
        *before, last = stream.events()
        assert last == Event("end", {"reason": "closed"})
        goodbye = html.read(regions(before)["visit"]).one(id="region-visit")
        assert goodbye["data-state"] == "closed"


async def test_a_desk_gives_its_sign_of_life_for_its_advisor(office, demir, desk):
    """Row 48: the ping and its answer."""
    async with building() as house:
        stream = house.watch("/live/desk", desk)
        hello = await stream.arrives("hello")
        await stream.arrives("ping")
        body = f"stream={hello.data['stream']}".encode()
        answer = await house.watch("/live/present", method="POST", body=body).answered()
        assert answer.status == 204
        assert house.hub.drain_acknowledged() == {f"advisor:{demir.pk}"}


async def test_no_stream_shows_a_number_by_which_rows_are_counted(office, demir, desk):
    """Row 44: no sequence numbers in any stream."""
    with blocking():
        number = 717_171_717
        make_advisor("hidden", "Frau Weiss")
        User.objects.filter(username="hidden").update(id=number)
        hidden = on_duty(User.objects.get(pk=number))
        Membership.objects.create(id=number, user=hidden, department=office)
        boris, _outside, _inside, _ids = talk_with_everything(office, demir)
        actions.end(Visit.objects.get(pk=boris.pk), demir)
        ayla = knock(office, "Ayla")
        actions.call(ayla, hidden)
        browser = Browser().is_signed_in_as(hidden)
        browser.command("/desk/room/join")
    async with building() as house:
        streams = [
            house.watch("/live/desk", browser),
            house.watch("/live/desk", desk),
            house.watch("/live/visit", Browser().holds(ayla)),
            house.watch("/live/overview"),
        ]
        await happens()
        everything = "".join(stream.bytes.decode() for stream in streams)
        assert "Frau Weiss" in everything
        assert str(number) not in everything
