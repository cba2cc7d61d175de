import asyncio
import contextlib

import pytest

from buergerbuero.live.http import BODY_AT_MOST
from buergerbuero.live.hub import GATHER_SECONDS
from buergerbuero.live.stream import (
    CHECK_SECONDS,
    LIFETIME_SECONDS,
    PING_SECONDS,
    SILENT_SECONDS,
    STREAMS_OF_A_SOURCE,
)
from tests.live.clock import now, pass_time, settle
from tests.live.world import OWN, Event, Office, Wall, regions

BARE = {"x-golden": "yes", "cache-control": "no-store"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextlib.asynccontextmanager
async def housekeeping(office):
    """The tasks that run beside the application."""
    tasks = [asyncio.create_task(office.app.ping()), asyncio.create_task(office.app.check())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def stay_awake(office, hello):
    while True:
        await present(office, hello.data["stream"])
        await asyncio.sleep(PING_SECONDS)


async def answer_pings(office, request, times):
    """What a page does that is open and awake."""
    hello = await request.arrives("hello")
    for _ in range(times):
        await request.arrives("ping")
        await present(office, hello.data["stream"])


async def present(office, stream, **facts):
    body = f"stream={stream}".encode()
    facts = {"method": "POST", "headers": FORM, "body": body, **facts}
    return await office.ask("/live/present", **facts).answered()


# What a stream begins with


async def test_a_stream_says_hello_first_and_then_shows_every_region():
    office = Office(wall="news: closed\nline: 2 wait")
    request = office.ask()
    await settle()
    hello, *rest = request.events()
    assert (hello.name, list(hello.data)) == ("hello", ["stream"])
    assert rest == [
        Event("region", {"region": "news", "html": "<p>closed</p>"}),
        Event("region", {"region": "line", "html": "<p>2 wait</p>"}),
    ]


async def test_a_stream_is_neither_kept_nor_held_back_on_its_way():
    request = Office().ask()
    await settle()
    assert (request.status, request.headers) == (
        200,
        {
            "x-golden": "yes",
            "cache-control": "no-store",
            "content-type": "text/event-stream; charset=utf-8",
            "x-accel-buffering": "no",
        },
    )


async def test_the_page_is_told_who_asks_for_what_in_which_language():
    office = Office()
    cookie = "__Host-visit=s3cr%3Det; other=1; last=a=b"
    office.ask("/live/wall/some/key", query="lang=en", headers={"Cookie": cookie})
    await settle()
    [asked] = office.page.asked
    assert (asked.key, asked.language) == ("some/key", "en")
    assert asked.cookies == {"__Host-visit": "s3cr%3Det", "other": "1", "last": "a=b"}


@pytest.mark.parametrize("query", ["", "lang=", "lang=fr", "lang=../../etc", "lang=EN", "%ff=%00"])
async def test_a_language_that_the_office_does_not_speak_becomes_german(query):
    office = Office()
    office.ask(query=query)
    await settle()
    assert [asked.language for asked in office.page.asked] == ["de"]


# Changes


async def test_only_the_region_that_changed_is_sent():
    office = Office(wall="news: closed\nline: 2 wait")
    request = office.ask()
    await settle()
    request.events()
    office.write("news: closed\nline: 3 wait")
    await pass_time(GATHER_SECONDS)
    assert request.events() == [Event("region", {"region": "line", "html": "<p>3 wait</p>"})]


async def test_a_change_that_is_not_visible_sends_nothing():
    office = Office()
    request = office.ask()
    await settle()
    request.events()
    office.write("news: closed")
    await pass_time(10)
    assert request.events() == []


async def test_a_browser_that_reads_slowly_misses_states_but_never_the_last_one():
    office = Office(wall="line: 0")
    request = office.ask()
    await settle()
    request.events()
    request.stop_reading()
    for number in range(1, 10):
        office.write(f"line: {number}")
        await pass_time(1)
    request.read_on()
    await settle()
    shown = [event.data["html"] for event in request.events()]
    # The first was already on its way when the browser stopped reading.
    assert shown == ["<p>1</p>", "<p>9</p>"]


async def test_entries_of_the_log_are_never_merged_however_slowly_a_browser_reads():
    office = Office(wall="line: 0")
    request = office.ask()
    await settle()
    request.events()
    request.stop_reading()
    for number in range(1, 10):
        office.page.log.append((number, "the same words"))
        office.write(f"line: {number}")
        await pass_time(1)
    request.read_on()
    await settle()
    entries = [event for event in request.events() if event.name == "signal"]
    assert [(one.id, one.data) for one in entries] == [
        (number, {"said": "the same words"}) for number in range(1, 10)
    ]


async def test_a_browser_that_stalls_with_ten_megabytes_to_read_holds_nobody_else_up():
    office = Office(wall="news: " + "x" * 10_000_000)
    stalled, brisk = office.ask(), office.ask(source="192.0.2.8")
    stalled.stop_reading()
    await settle()
    brisk.events()
    for number in range(5):
        office.write(f"news: {number}")
        await pass_time(1)
        assert regions(brisk.events()) == {"news": f"<p>{number}</p>"}
    assert stalled.bytes == b""
    # One state waits for the browser that stalls, not ten megabytes each time.
    [slow] = [one for one in office.hub.streams.values() if one.pending]
    assert sum(map(len, slow.pending.values())) < 100


# Where it goes on


@pytest.fixture
def talk():
    """A page whose log has five entries."""
    return Wall(log=[(number, f"entry {number}") for number in range(1, 6)])


async def entries_of(request):
    await settle()
    return [event.id for event in request.events() if event.name == "signal"]


async def test_a_first_stream_brings_the_whole_log(talk):
    assert await entries_of(Office(talk).ask()) == [1, 2, 3, 4, 5]


async def test_a_stream_that_comes_back_goes_on_after_the_last_entry_received(talk):
    office = Office(talk)
    assert await entries_of(office.ask(headers={"Last-Event-ID": "3"})) == [4, 5]
    assert await entries_of(office.ask(query="after=4")) == [5]


async def test_the_address_counts_more_than_the_header(talk):
    request = Office(talk).ask(query="after=4", headers={"Last-Event-ID": "1"})
    assert await entries_of(request) == [5]


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "1e3", "٣", "9" * 30, "4.0"])
async def test_a_place_that_is_no_number_means_from_the_beginning(talk, nonsense):
    request = Office(talk).ask(headers={"Last-Event-ID": nonsense.encode().decode("latin-1")})
    assert await entries_of(request) == [1, 2, 3, 4, 5]


# Polling


async def test_polling_brings_what_a_stream_begins_with_and_ends(talk):
    office = Office(talk)
    polled = await office.ask(query="once=1&after=3").answered()
    hello, *rest = polled.events()
    assert hello.name == "hello"
    assert rest == [
        Event("signal", {"said": "entry 4"}, 4),
        Event("signal", {"said": "entry 5"}, 5),
        Event("region", {"region": "news", "html": "<p>closed</p>"}),
    ]
    assert office.hub.streams == {}


async def test_polling_is_a_sign_of_life_and_opening_a_stream_is_none():
    office = Office(Wall(principal="visit:ayla"))
    office.ask()
    await settle()
    assert office.hub.drain_acknowledged() == set()
    await office.ask(query="once=1").answered()
    assert office.hub.drain_acknowledged() == {"visit:ayla"}


# Signs of life


async def test_a_page_that_answers_its_ping_is_alive():
    """Row 48: the ping and its answer."""
    office = Office(Wall(principal="visit:ayla"))
    async with housekeeping(office):
        request = office.ask()
        hello = await request.arrives("hello")
        opened = now()
        await request.arrives("ping")
        assert now() - opened == pytest.approx(PING_SECONDS, abs=1)
        assert office.hub.drain_acknowledged() == set()
        answer = await present(office, hello.data["stream"])
        assert (answer.status, answer.bytes, answer.headers) == (204, b"", BARE)
        assert office.hub.drain_acknowledged() == {"visit:ayla"}


async def test_a_stream_is_pinged_every_twenty_seconds():
    office = Office()
    async with housekeeping(office):
        opened = now()
        await answer_pings(office, office.ask(), 10)
        assert now() - opened == pytest.approx(10 * PING_SECONDS, abs=11)


async def test_a_stream_whose_pings_nobody_answers_makes_room_and_a_new_one_is_asked_for():
    """A frozen page, or a connection of which only the socket is left; the others stay."""
    office = Office()
    async with housekeeping(office):
        awake, silent = office.ask(), office.ask()
        opened = now()
        await asyncio.gather(answer_pings(office, awake, 8), silent.answered())
        assert silent.events()[-1] == Event("end", {"reason": "restart"})
        assert (awake.complete, len(office.hub.streams)) == (False, 1)
    assert now() - opened > SILENT_SECONDS > 3 * PING_SECONDS


async def test_of_a_browser_that_reads_nothing_any_more_nothing_is_left():
    """Row 48: its source has room again, whatever is still to be written."""
    office = Office()
    async with housekeeping(office):
        requests = [office.ask() for _ in range(STREAMS_OF_A_SOURCE)]
        await settle()
        for request in requests:
            request.stop_reading()
        office.write("news: open")
        assert (await office.ask().answered()).status == 429
        await pass_time(SILENT_SECONDS + PING_SECONDS + 2)
        assert (office.hub.streams, [one for one in requests if not one.task.done()]) == ({}, [])
        assert (await office.ask().arrives("hello")).name == "hello"


@pytest.mark.parametrize("body", [b"stream=no-such-stream", b"stream=", b"", b"{}", b"\xff\xfe"])
async def test_a_sign_of_life_for_a_stream_that_is_gone_tells_the_page_to_open_a_new_one(body):
    office = Office(Wall(principal="visit:ayla"))
    office.ask()
    await settle()
    request = office.ask("/live/present", method="POST", headers=FORM, body=body)
    assert (await request.answered()).status == 410
    assert office.hub.drain_acknowledged() == set()


async def test_a_sign_of_life_carries_no_more_than_a_name():
    """Row 48: body limits."""
    office = Office()
    hello = await office.ask().arrives("hello")
    name = hello.data["stream"]
    assert (await present(office, name + "&" + "x" * BODY_AT_MOST)).status == 413
    assert (await present(office, name)).status == 204


async def test_a_sign_of_life_from_another_site_counts_for_nobody():
    """Row 48: the origin is checked for every message, not only for the stream."""
    office = Office(Wall(principal="visit:ayla"))
    hello = await office.ask().arrives("hello")
    evil = {**FORM, "Origin": "https://evil-example.de"}
    assert (await present(office, hello.data["stream"], headers=evil)).status == 403
    assert office.hub.drain_acknowledged() == set()


# How a stream ends


async def test_a_stream_ends_within_seconds_when_its_viewer_may_no_longer_look():
    """Row 48: closes on logout and disabling within five seconds."""
    office = Office()
    async with housekeeping(office):
        request, other = office.ask("/live/wall/ayla"), office.ask("/live/wall/boris")
        await settle()
        office.page.left["ayla"] = "signed-out"
        left = now()
        assert await request.arrives("end") == Event("end", {"reason": "signed-out"})
        assert now() - left <= min(5, CHECK_SECONDS)
        await request.answered()
        assert [stream.viewer.facts for stream in office.hub.streams.values()] == ["boris"]
        assert not other.complete


async def test_streams_make_way_for_new_ones_after_about_an_hour():
    office = Office()
    opened = now()

    async def life(request):
        awake = asyncio.create_task(stay_awake(office, await request.arrives("hello")))
        assert await request.arrives("end") == Event("end", {"reason": "restart"})
        awake.cancel()
        return now() - opened

    async with housekeeping(office):
        lives = await asyncio.gather(*(life(office.ask()) for _ in range(20)))
    assert LIFETIME_SECONDS == (3240, 3960)
    assert all(3240 <= seconds <= 3961 for seconds in lives)
    # Not all at once, or they would all come back at once.
    assert len({round(seconds) for seconds in lives}) > 10


async def test_a_stream_that_takes_long_to_open_is_not_ended_meanwhile():
    office = Office()
    office.board.cost = 5
    async with housekeeping(office):
        request = office.ask()
        await pass_time(12)
        office.board.cost = 0
        assert [event.name for event in request.events()] == ["hello", "region"]
        assert not request.complete


async def test_a_stream_that_opens_while_the_server_shuts_down_comes_back_elsewhere():
    office = Office()
    office.board.cost = 1
    request = office.ask()
    await settle()
    office.app.shut_down()
    await request.answered()
    assert request.events()[-1] == Event("end", {"reason": "restart"})
    assert office.hub.streams == {}


async def test_on_shutdown_every_stream_ends_at_once_and_is_asked_to_come_back():
    office = Office()
    requests = [office.ask() for _ in range(10)]
    await settle()
    before = now()
    office.app.shut_down()
    for request in requests:
        assert (await request.answered()).events()[-1] == Event("end", {"reason": "restart"})
    assert (now() - before, office.hub.streams) == (0, {})


async def test_a_stream_that_ends_while_its_browser_reads_slowly_still_says_why():
    office = Office()
    request = office.ask()
    await settle()
    request.stop_reading()
    office.write("news: open")
    await pass_time(GATHER_SECONDS)
    office.app.shut_down()
    await settle()
    request.read_on()
    await request.answered()
    assert request.events()[-1] == Event("end", {"reason": "restart"})


async def test_a_browser_that_leaves_is_forgotten():
    office = Office()
    request = office.ask()
    await settle()
    request.leave()
    await request.answered()
    assert office.hub.streams == {}


async def test_after_the_end_nothing_is_sent():
    office = Office()
    request = office.ask()
    await settle()
    office.app.shut_down()
    await request.answered()
    ended = request.bytes
    office.write("news: open")
    await pass_time(10)
    assert request.bytes == ended


# Who is refused


@pytest.mark.parametrize(
    ("status", "facts"),
    [
        (404, {"path": "/live/"}),
        (404, {"path": "/live/nothing"}),
        (404, {"path": "/live/wall2"}),
        (405, {"method": "POST"}),
        (405, {"method": "HEAD"}),
        (405, {"method": "PUT"}),
        (405, {"method": "DELETE"}),
        (405, {"method": "OPTIONS"}),
        (405, {"method": "TRACE"}),
        (405, {"path": "/live/present"}),
        (405, {"path": "/live/present", "method": "PUT"}),
        (403, {"headers": {"Origin": "https://evil-example.de"}}),
        (403, {"headers": {"Origin": OWN + ".evil.tld"}}),
        (403, {"headers": {"Origin": "null"}}),
    ],
)
async def test_what_is_refused_is_refused_without_a_word(status, facts):
    """Row 48 and 52: methods and origins."""
    office = Office()
    answer = await office.ask(**facts).answered()
    assert (answer.status, answer.bytes, answer.headers) == (status, b"", BARE)
    assert office.hub.streams == {}


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_page_refuses_who_may_not_look_before_anything_is_read(status):
    office = Office(Wall(status=status))
    answer = await office.ask().answered()
    assert (answer.status, answer.bytes, office.board.readings) == (status, b"", [])


async def test_an_own_origin_is_welcome():
    request = Office().ask(headers={"Origin": OWN})
    assert (await request.arrives("region")).data["region"] == "news"


async def test_one_source_has_so_many_streams_and_no_more():
    """Row 48: the limit of streams of one source; another source is served."""
    office = Office()
    requests = [office.ask(source="192.0.2.7") for _ in range(STREAMS_OF_A_SOURCE)]
    await settle()
    assert {request.status for request in requests} == {200}
    assert (await office.ask(source="192.0.2.7").answered()).status == 429
    assert (await office.ask(source="192.0.2.8").arrives("hello")).name == "hello"
    requests[0].leave()
    await requests[0].answered()
    assert (await office.ask(source="192.0.2.7").arrives("hello")).name == "hello"


async def test_a_page_that_breaks_answers_500_with_every_header(caplog):
    """Row 51: errors included."""
    office = Office()
    office.page.viewer = lambda _asked: 1 / 0
    answer = await office.ask().answered()
    assert (answer.status, answer.bytes, answer.headers) == (500, b"", BARE)
    assert [record.getMessage() for record in caplog.records] == [
        "Opening a stream failed (ZeroDivisionError)"
    ]
