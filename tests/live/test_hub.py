import asyncio

import pytest

from buergerbuero.live.hub import BATCH, GATHER_SECONDS, HUSH_SECONDS, RETRY_SECONDS, Hub
from buergerbuero.live.viewer import LOG_AT_MOST, Draft, Message, Stream
from tests.live.clock import now, pass_time, settle
from tests.live.world import Board, Thread, make_hub, show_texts, viewer


async def test_a_stream_begins_with_everything_its_viewer_may_see():
    hub = make_hub(Board(door="open", line="2 wait"))
    stream = await hub.open(viewer("text:door", "text:line"))
    assert await stream.take() == b"[text:door=open][text:line=2 wait]"


async def test_a_stream_does_not_begin_with_what_was_before_its_page_was_loaded():
    """Its page shows "closed" already; the hub is about to read it."""
    board = Board(door="open", line="2 wait")
    hub = make_hub(board)
    await hub.open(viewer("text:door", "text:line"))
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    stream = await hub.open(viewer("text:door", "text:line"))
    assert stream.pending == {}
    hub.announced(["text:line"])
    assert await stream.take() == b"[text:door=closed][text:line=2 wait]"


async def test_a_stream_opened_during_a_reading_begins_with_what_is_being_read():
    board = Board(door="open")
    hub = make_hub(board)
    await hub.open(viewer("text:door"))
    board.cost, board.texts["door"] = 1, "closed"
    hub.announced(["text:door"])
    await pass_time(0.5)
    stream = await hub.open(viewer("text:door"))
    assert await stream.take() == b"[text:door=closed]"
    assert board.readings == ["door", "door"]


async def test_where_something_changes_all_the_time_a_stream_begins_with_the_next_reading():
    board = Board(door="open")
    hub = make_hub(board)
    await hub.open(viewer("text:door"))
    board.cost = 1
    hub.announced(["text:door"])
    stream = await hub.open(viewer("text:door"))
    for _ in range(3):
        hub.announced(["text:door"])
        await pass_time(0.5)
    assert await stream.take() == b"[text:door=open]"
    assert hub._topics["text:door"].dirty


async def test_a_hundred_viewers_of_one_topic_cost_one_reading():
    board = Board(door="open")
    hub = make_hub(board)
    streams = [await hub.open(viewer("text:door")) for _ in range(100)]
    assert board.readings == ["door"]
    assert {await stream.take() for stream in streams} == {b"[text:door=open]"}


async def test_a_change_is_read_once_and_shown_to_everybody():
    board = Board(door="open")
    hub = make_hub(board)
    streams = [await hub.open(viewer("text:door")) for _ in range(3)]
    for stream in streams:
        await stream.take()
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    assert [await stream.take() for stream in streams] == [b"[text:door=closed]"] * 3
    assert board.readings == ["door", "door"]


async def test_only_what_changed_is_sent_again():
    board = Board(door="open", line="2 wait")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door", "text:line"))
    await stream.take()
    board.texts["line"] = "3 wait"
    hub.announced(["text:door", "text:line"])
    assert await stream.take() == b"[text:line=3 wait]"


async def test_an_announcement_that_changed_nothing_sends_nothing():
    hub = make_hub(Board(door="open"))
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    hub.announced(["text:door"])
    await pass_time(60)
    assert stream.pending == {}


async def test_what_nobody_watches_is_not_read():
    board = Board(door="open", line="2 wait")
    hub = make_hub(board)
    await hub.open(viewer("text:door"))
    hub.announced(["text:line"])
    await pass_time(60)
    assert board.readings == ["door"]


async def test_a_star_stands_for_every_topic_that_somebody_watches():
    board = Board(door="open", line="2 wait")
    hub = make_hub(board)
    await hub.open(viewer("text:door"))
    await hub.open(viewer("text:line"))
    hub.announced(["*"])
    await pass_time(60)
    assert board.readings == ["door", "line", "door", "line"]


async def test_a_burst_of_changes_during_a_reading_costs_one_more():
    board = Board(door="open")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    board.cost = 1
    hub.announced(["text:door"])
    await asyncio.sleep(0.5)
    for number in range(200):
        board.texts["door"] = f"state {number}"
        hub.announced(["text:door"])
        await asyncio.sleep(0)
    await pass_time(60)
    assert board.readings == ["door", "door", "door"]
    assert await stream.take() == b"[text:door=state 199]"


async def test_what_changes_together_is_read_once():
    board = Board(door="open")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    for _ in range(3):
        hub.announced(["text:door"])
        await asyncio.sleep(GATHER_SECONDS / 4)
    await pass_time(60)
    assert board.readings == ["door", "door"]


async def test_what_one_or_two_wait_for_is_read_before_everything_else():
    board, hub = await beside_a_room(hushes=False)
    hub.announced(["text:door", "first:room"])
    await settle()
    assert board.readings == ["room"]
    await pass_time(GATHER_SECONDS)
    assert board.readings == ["room", "door"]


async def test_while_a_door_opens_everything_else_waits_a_moment_and_no_longer():
    board, hub = await beside_a_room(hushes=True)
    hub.announced(["text:door"])
    for _ in range(4):
        hub.announced(["first:room"])
        await pass_time(HUSH_SECONDS / 4 - 0.001)
    assert board.readings == ["room"] * 4
    await pass_time(0.004)
    assert board.readings == [*["room"] * 4, "door"]


async def beside_a_room(*, hushes):
    board = Board(door="open", room="empty")
    hub = make_hub(board)
    hub.register("first", snapshot=board.read, at_once=True, hushes=hushes)
    stream = await hub.open(viewer("text:door", "first:room"))
    await stream.take()
    board.readings.clear()
    return board, hub


async def test_a_change_while_the_rows_are_being_read_is_not_lost():
    board = Board(door="open")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    board.cost = 1
    hub.announced(["text:door"])
    await asyncio.sleep(0.5)
    hub.announced(["text:door"])
    await pass_time(60)
    assert board.readings == ["door"] * 3


async def test_between_two_readings_passes_five_times_what_the_last_one_cost():
    board = Board(door="open")
    board.cost = 0.1
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    finished = now()
    await stream.take()
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    await stream.take()
    assert now() - finished == pytest.approx(5 * 0.1 + 0.1)


async def test_after_a_quiet_time_a_change_is_read_after_a_moment():
    board = Board(door="open")
    board.cost = 0.1
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    await pass_time(60)
    changed = now()
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    await stream.take()
    assert now() - changed == pytest.approx(GATHER_SECONDS + 0.1)


async def test_of_two_states_that_wait_to_be_sent_the_last_one_is_sent():
    stream = Stream(viewer())
    stream.show([Message("door", b"open"), Message("line", b"2 wait")])
    stream.show([Message("door", b"closed")])
    assert await stream.take() == b"2 waitclosed"


async def test_a_draft_is_written_only_for_who_has_not_been_sent_this_version():
    written = []

    def draft(version):
        return Draft("door", version, lambda: written.append(version) or f"door {version}".encode())

    first, second = Stream(viewer()), Stream(viewer())
    first.show([draft(1)])
    first.show([draft(1)])
    second.show([draft(1)])
    assert (await first.take(), await second.take()) == (b"door 1", b"door 1")
    first.show([draft(1)])
    first.show([draft(2)])
    first.show([draft(3)])
    assert await first.take() == b"door 3"
    assert written == [1, 1, 3]


async def test_a_stream_that_cannot_be_written_ends_so_that_the_page_begins_anew(caplog):
    """It is not told that all is over, either: it would never know what it has missed."""
    stream = Stream(viewer())
    stream.show([Message("line", b"2 wait"), Draft("door", 1, lambda: bytes(1 // 0))])
    stream.show([Message("end", b"closed")])
    assert await stream.take() == b"2 wait"
    assert stream.ending
    [failed] = [one.message for one in caplog.records]
    assert failed == "Writing for board failed (ZeroDivisionError)"


async def test_what_lies_in_another_region_comes_behind_it_however_long_it_has_waited():
    stream = Stream(viewer())
    stream.show([Draft("people", 1, lambda: b"people ")])
    stream.show([Draft("room", 1, lambda: b"room "), Draft("people", 1, lambda: b"people ")])
    assert await stream.take() == b"room people "


async def test_a_draft_that_reads_like_the_one_before_is_not_sent_again():
    stream = Stream(viewer())
    stream.show([Draft("door", 1, lambda: b"open")])
    await stream.take()
    stream.show([Draft("door", 2, lambda: b"open"), Draft("line", 1, lambda: b"1 waits")])
    assert await stream.take() == b"1 waits"


async def test_what_went_is_sent_again_when_it_is_back():
    """The page has thrown it away meanwhile, though it reads as before."""
    stream = Stream(viewer())
    stream.show([Draft("room", 1, lambda: b"a room")])
    assert await stream.take() == b"a room"
    stream.show([Draft("room", None, lambda: b"nothing")])
    assert not stream.pending
    stream.show([Draft("room", 1, lambda: b"a room")])
    assert await stream.take() == b"a room"


async def test_nothing_is_written_before_what_connections_wait_for_is_on_its_way():
    stream, written = Stream(viewer()), []

    def write():
        written.append("door")
        return b"open"

    stream.show([Draft("door", 1, write), Message("room", b"who", ahead=True)])
    stream.show([Message("signal", b"where", 1)])
    assert await stream.take() == b"whowhere"
    assert written == []
    assert await stream.take() == b"open"


async def test_what_goes_ahead_keeps_the_order_in_which_it_was_shown_last():
    stream = Stream(viewer())
    stream.show([Message("room", b"of Demir", ahead=True)])
    title = Draft("title", 1, lambda: b"at Okafor's ", ahead=True)
    stream.show([title, Message("room", b"of Okafor", ahead=True)])
    assert await stream.take() == b"at Okafor's of Okafor"


async def test_entries_of_a_log_are_sent_once_each_and_in_order():
    stream = Stream(viewer())
    stream.show([Message("signal", b"1", 1), Message("signal", b"2", 2)])
    stream.show(
        [Message("signal", b"1", 1), Message("signal", b"2", 2), Message("signal", b"3", 3)]
    )
    assert await stream.take() == b"123"
    stream.show(
        [Message("signal", b"2", 2), Message("signal", b"3", 3), Message("signal", b"4", 4)]
    )
    assert await stream.take() == b"4"


async def test_two_entries_that_say_the_same_are_both_sent():
    stream = Stream(viewer())
    stream.show([Message("signal", b"restart.", 1), Message("signal", b"restart.", 2)])
    assert await stream.take() == b"restart.restart."


async def test_a_stream_goes_on_after_the_entry_its_page_has_received():
    hub = Hub(Thread())
    hub.register("log", snapshot=lambda _key: range(5))
    hub.show(
        "board",
        projection=lambda _viewer, snapshots: [
            Message("signal", str(number).encode(), number) for number in snapshots["log:room"]
        ],
    )
    stream = await hub.open(viewer("log:room"), cursor=2)
    assert await stream.take() == b"34"


async def test_a_page_that_reads_no_more_is_ended_before_it_fills_the_memory():
    stream = Stream(viewer())
    stream.show(Message("signal", b"x", number) for number in range(1, LOG_AT_MOST + 1))
    assert not stream.ending
    stream.show([Message("signal", b"x", LOG_AT_MOST + 1)])
    assert stream.ending


async def test_a_ping_is_sent_each_time_although_it_says_the_same():
    stream = Stream(viewer())
    stream.send("ping", b"ping")
    assert await stream.take() == b"ping"
    stream.send("ping", b"ping")
    assert await stream.take() == b"ping"


async def test_while_the_database_is_away_everybody_keeps_what_they_saw(caplog):
    board = Board(door="open")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    board.broken = True
    hub.announced(["text:door"])
    await pass_time(GATHER_SECONDS)
    assert (board.readings, stream.pending) == (["door", "door"], {})
    assert [record.getMessage() for record in caplog.records] == [
        "Reading text failed (ConnectionError)"
    ]


async def test_a_reading_that_failed_is_tried_again_a_second_later(caplog):
    board = Board(door="open")
    hub = make_hub(board)
    stream = await hub.open(viewer("text:door"))
    await stream.take()
    board.broken, board.texts["door"] = True, "closed"
    hub.announced(["text:door"])
    await pass_time(GATHER_SECONDS)
    failed = now()
    board.broken = False
    assert await stream.take() == b"[text:door=closed]"
    assert now() - failed == pytest.approx(RETRY_SECONDS)
    assert len(caplog.records) == 1


async def test_a_stream_opened_while_the_database_is_away_begins_when_it_is_back(caplog):
    board = Board(door="open")
    board.broken = True
    hub = make_hub(board)
    opening = asyncio.create_task(hub.open(viewer("text:door")))
    await pass_time(3)
    assert not opening.done()
    board.broken = False
    assert await (await opening).take() == b"[text:door=open]"
    assert {record.getMessage() for record in caplog.records} == {
        "Reading text failed (ConnectionError)"
    }


async def test_one_viewer_whose_view_breaks_does_not_keep_the_others_from_seeing(caplog):
    """Row 49: one person's trouble never disturbs another's page."""
    board = Board(door="open")
    hub = make_hub(board)
    broken = viewer("text:door", facts="broken")

    def project(one, snapshots):
        if one.facts == "broken" and snapshots["text:door"] == "closed":
            raise LookupError("no such word")
        return show_texts(one, snapshots)

    hub.show("board", projection=project)
    first, trouble, last = [
        await hub.open(one) for one in (viewer("text:door"), broken, viewer("text:door"))
    ]
    for stream in (first, trouble, last):
        await stream.take()
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    assert await first.take() == await last.take() == b"[text:door=closed]"
    board.texts["door"] = "open again"
    hub.announced(["text:door"])
    assert await trouble.take() == b"[text:door=open again]"
    assert [record.getMessage() for record in caplog.records] == [
        "Showing board failed (LookupError)"
    ]


async def test_a_stream_that_could_not_be_opened_leaves_nothing_behind():
    hub = make_hub(Board(door="open"))
    hub.show("board", projection=lambda _viewer, _snapshots: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await hub.open(viewer("text:door"))
    assert hub.streams == {}


async def test_a_topic_nobody_watches_any_more_is_forgotten_and_later_read_anew():
    board = Board(door="open")
    hub = make_hub(board)
    hub.close(await hub.open(viewer("text:door")))
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    stream = await hub.open(viewer("text:door"))
    assert await stream.take() == b"[text:door=closed]"
    assert board.readings == ["door", "door"]


async def test_somebody_who_has_left_is_shown_nothing_more():
    board = Board(door="open")
    hub = make_hub(board)
    gone, stays = await hub.open(viewer("text:door")), await hub.open(viewer("text:door"))
    await gone.take()
    await stays.take()
    hub.close(gone)
    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    assert await stays.take() == b"[text:door=closed]"
    assert (gone.pending, list(hub.streams.values())) == ({}, [stays])


async def test_a_sign_of_life_counts_for_the_person_behind_the_stream():
    hub = make_hub(Board(door="open"))
    stream = await hub.open(viewer("text:door", principal="visit:ayla"))
    assert hub.acknowledge(stream.id)
    assert (hub.drain_acknowledged(), hub.drain_acknowledged()) == ({"visit:ayla"}, set())


async def test_a_sign_of_life_for_an_unknown_stream_counts_for_nobody():
    hub = make_hub(Board(door="open"))
    stream = await hub.open(viewer("text:door", principal="visit:ayla"))
    hub.close(stream)
    assert not hub.acknowledge(stream.id)
    assert not hub.acknowledge("")
    assert hub.drain_acknowledged() == set()


async def test_a_page_that_is_nobody_in_particular_gives_no_sign_of_life():
    hub = make_hub(Board(door="open"))
    stream = await hub.open(viewer("text:door"))
    assert hub.acknowledge(stream.id)
    assert hub.drain_acknowledged() == set()


async def test_streams_have_names_that_nobody_guesses():
    hub = make_hub(Board(door="open"))
    names = {(await hub.open(viewer("text:door"))).id for _ in range(50)}
    assert {len(name) for name in names} == {22}
    assert len(names) == 50


async def test_other_work_gets_its_turn_while_many_streams_are_written():
    board = Board(door="open")
    hub = make_hub(board)
    streams = [await hub.open(viewer("text:door")) for _ in range(5 * BATCH)]
    for stream in streams:
        await stream.take()
    written = []

    def look():
        written.append(sum(bool(stream.pending) for stream in streams))

    board.texts["door"] = "closed"
    hub.announced(["text:door"])
    look()
    await asyncio.sleep(GATHER_SECONDS)
    for _ in range(50):
        look()
        await asyncio.sleep(0)
    assert sorted(set(written)) == [number * BATCH for number in range(6)]
