import asyncio
import logging
import time

import pytest

from buergerbuero.live.ticker import Ticker
from tests.live.clock import now, settle
from tests.live.world import Thread


class Diary:
    """A job that writes down when it began."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._born = time.monotonic()

    def __call__(self) -> None:
        self.times.append(round(time.monotonic() - self._born, 3))


async def during(seconds: float, ticker: Ticker) -> None:
    task = asyncio.create_task(ticker.run())
    await asyncio.sleep(seconds)
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_job_runs_at_once_and_then_after_each_interval():
    ticker, diary = Ticker(Thread()), Diary()
    ticker.register(diary, seconds=5)
    await during(17, ticker)
    assert diary.times == [0, 5, 10, 15]


async def test_each_job_keeps_its_own_time():
    ticker, fast, slow = Ticker(Thread()), Diary(), Diary()
    ticker.register(fast, seconds=1)
    ticker.register(slow, seconds=3)
    await during(3.5, ticker)
    assert (fast.times, slow.times) == ([0, 1, 2, 3], [0, 3])


async def test_a_job_that_takes_long_never_overlaps_itself_and_holds_nobody_up():
    running = []

    async def in_thread(job):
        if job is long:
            running.append(now())
            await asyncio.sleep(10)
            running.remove(running[-1])
        job()

    def long():
        assert running == []

    ticker, other = Ticker(in_thread), Diary()
    ticker.register(long, seconds=1)
    ticker.register(other, seconds=4)
    await during(9, ticker)
    assert (len(running), other.times) == (1, [0, 4, 8])


async def test_a_job_that_fails_is_logged_and_runs_again_at_its_next_time(caplog):
    ticker, diary, healthy = Ticker(Thread()), Diary(), Diary()

    def erase():
        diary()
        if len(diary.times) == 1:
            raise ConnectionError("the database is away")

    ticker.register(erase, seconds=2)
    ticker.register(healthy, seconds=2)
    await during(5, ticker)
    assert (diary.times, healthy.times) == ([0, 2, 4], [0, 2, 4])
    assert caplog.record_tuples == [
        ("buergerbuero.live.ticker", logging.ERROR, "Job erase failed (ConnectionError)")
    ]
