import asyncio
import contextlib
import logging
import shutil
import subprocess
import threading
from collections import deque

import pytest
from django.db import transaction

from buergerbuero.live.announce import announce
from buergerbuero.live.bus import Bus, Local, Redis, bus
from tests.live.clock import blocking, settle
from tests.live.world import Board, make_hub, viewer
from tests.ports import free_port


class Ears:
    """Remembers what was delivered; `hears` waits for the next announcement."""

    def __init__(self):
        self._heard = deque()
        self._loop = asyncio.get_running_loop()
        self._new = asyncio.Event()

    def __call__(self, topics):
        assert asyncio.get_running_loop() is self._loop, "delivered in the loop that listens"
        self._heard.append(list(topics))
        self._new.set()

    async def hears(self):
        while not self._heard:
            self._new.clear()
            await self._new.wait()
        return self._heard.popleft()

    @property
    def silent(self):
        return not self._heard


@contextlib.asynccontextmanager
async def listening(carrier, deliver):
    task = asyncio.create_task(carrier.listen(deliver))
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


# One process


async def test_an_announcement_reaches_everybody_who_listens():
    carrier, first, second = Local(), Ears(), Ears()
    async with listening(carrier, first), listening(carrier, second):
        await settle()
        carrier.publish(["department:elterngeldstelle", "overview"])
        assert await first.hears() == ["department:elterngeldstelle", "overview"]
        assert await second.hears() == ["department:elterngeldstelle", "overview"]


async def test_an_announcement_from_another_thread_is_delivered_in_the_loop():
    carrier, ears = Local(), Ears()
    async with listening(carrier, ears):
        await settle()
        thread = threading.Thread(target=carrier.publish, args=(["visit:ayla"],))
        thread.start()
        thread.join()
        assert await ears.hears() == ["visit:ayla"]


async def test_whoever_listens_no_more_hears_nothing():
    carrier, gone, stays = Local(), Ears(), Ears()
    async with listening(carrier, stays):
        async with listening(carrier, gone):
            await settle()
        carrier.publish(["overview"])
        assert await stays.hears() == ["overview"]
        assert gone.silent


async def test_without_anybody_listening_an_announcement_goes_nowhere():
    Local().publish(["overview"])


async def test_a_process_without_redis_carries_by_itself():
    carrier, ears = Bus(), Ears()
    carrier.connect("")
    async with listening(carrier, ears):
        await settle()
        carrier.publish(["overview"])
        assert await ears.hears() == ["overview"]


# What actions say


async def test_what_is_announced_is_told_when_the_transaction_has_committed(transactional_db):
    ears = Ears()
    async with listening(bus, ears):
        await settle()
        with blocking(), transaction.atomic():
            announce("overview", "department:elterngeldstelle")
            announce()
        assert await ears.hears() == ["overview", "department:elterngeldstelle"]
        assert ears.silent


async def test_what_was_rolled_back_is_never_told(transactional_db):
    ears = Ears()
    async with listening(bus, ears):
        await settle()
        with blocking(), contextlib.suppress(LookupError), transaction.atomic():
            announce("overview")
            raise LookupError
        await settle()
        assert ears.silent


# Several processes


class Server:
    """A Redis server of the test's own: on loopback, and it keeps nothing."""

    def __init__(self, directory):
        self._directory = directory
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process = None

    def start(self):
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "save": "",
            "appendonly": "no",
            "dir": self._directory,
        }
        arguments = [part for key, value in options.items() for part in (f"--{key}", str(value))]
        self._process = subprocess.Popen(
            [shutil.which("redis-server"), *arguments], stdout=subprocess.PIPE, text=True
        )
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        raise AssertionError("redis-server did not start")

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.communicate(timeout=10)
            self._process = None


@pytest.fixture
def redis_server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.mark.redis
async def test_whoever_begins_to_listen_looks_at_everything_once(redis_server):
    ears = Ears()
    async with listening(Redis(redis_server.url), ears):
        assert await ears.hears() == ["*"]


@pytest.mark.redis
async def test_what_one_process_says_two_others_hear(redis_server):
    first, second, speaker = Ears(), Ears(), Redis(redis_server.url)
    async with (
        listening(Redis(redis_server.url), first),
        listening(Redis(redis_server.url), second),
    ):
        assert await first.hears() == await second.hears() == ["*"]
        await asyncio.to_thread(speaker.publish, ["visit:ayla", "overview"])
        assert await first.hears() == await second.hears() == ["visit:ayla", "overview"]


@pytest.mark.redis
async def test_two_hubs_show_the_same_change(redis_server):
    board = Board(door="open")
    hubs = [make_hub(board), make_hub(board)]
    carrier = Bus()
    carrier.connect(redis_server.url)
    listeners = [Redis(redis_server.url) for _ in hubs]
    ready = [Ears(), Ears()]

    def both(hub, ears):
        return lambda topics: (hub.announced(topics), ears(topics))

    async with (
        listening(listeners[0], both(hubs[0], ready[0])),
        listening(listeners[1], both(hubs[1], ready[1])),
    ):
        for ears in ready:
            await ears.hears()
        streams = [await hub.open(viewer("text:door")) for hub in hubs]
        assert [await stream.take() for stream in streams] == [b"[text:door=open]"] * 2
        board.texts["door"] = "closed"
        await asyncio.to_thread(carrier.publish, ["text:door"])
        assert [await stream.take() for stream in streams] == [b"[text:door=closed]"] * 2


@pytest.mark.redis
async def test_after_a_restart_of_redis_everybody_looks_at_everything_again(redis_server, caplog):
    ears, speaker = Ears(), Redis(redis_server.url)
    async with listening(Redis(redis_server.url), ears):
        assert await ears.hears() == ["*"]
        await asyncio.to_thread(redis_server.stop)
        await asyncio.to_thread(redis_server.start)
        assert await ears.hears() == ["*"]
        await asyncio.to_thread(speaker.publish, ["overview"])
        assert await ears.hears() == ["overview"]
    assert set(caplog.record_tuples) == {
        (
            "buergerbuero.live.bus",
            logging.ERROR,
            "The bus is not reachable (ConnectionError); trying again.",
        )
    }


@pytest.mark.redis
async def test_without_redis_an_action_that_has_committed_is_not_undone_by_its_announcement(
    redis_server, caplog
):
    """The row is there; the citizen must get the cookie to it. Whoever listens looks at
    everything when Redis is back."""
    redis_server.stop()
    await asyncio.to_thread(Redis(redis_server.url).publish, ["overview"])
    assert caplog.record_tuples == [
        (
            "buergerbuero.live.bus",
            logging.ERROR,
            "The bus is not reachable (ConnectionError); an announcement is lost.",
        )
    ]
