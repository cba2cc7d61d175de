"""Carries letters to push services, in threads of its own: nobody else ever waits for them."""

import asyncio
import http.client
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.utils import timezone

from buergerbuero.push import endpoints, letters, vapid
from buergerbuero.push.encryption import encrypt
from buergerbuero.push.endpoints import Refused
from buergerbuero.push.letters import Letter
from buergerbuero.push.sending import Answer, Sender

THREADS = 8
UNDER_WAY_AT_MOST = 1000
PAUSES_SECONDS = (5, 20)  # before the second try, and before the third
TEXT_BYTES = 512
log = logging.getLogger(__name__)


class Postman:
    """One per process, in its event loop. `key` signs, `subject` is whom to ask about us."""

    def __init__(
        self,
        in_thread: Callable[..., Awaitable[Any]],
        key: str,
        subject: str,
        sender: Sender,
        *,
        pauses: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self.sender = sender
        self._pauses = pauses
        self._in_thread = in_thread
        self._key = key
        self._subject = subject
        self._under_way = 0
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="push")

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        waiting: asyncio.Queue[Letter] = asyncio.Queue()
        stop = letters.collect(lambda letter: loop.call_soon_threadsafe(waiting.put_nowait, letter))
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    letter = await waiting.get()
                    if self._under_way < UNDER_WAY_AT_MOST:
                        self._under_way += 1
                        group.create_task(self._carry(letter))
        finally:
            stop()
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def _carry(self, letter: Letter) -> None:
        try:
            answer = await self._deliver(letter)
            if answer.is_gone:
                await self._in_thread(letter.subscription.forget)
            elif not answer.is_taken:
                log.warning("A push service answered %s", answer.status)
        except (Refused, OSError, http.client.HTTPException) as error:
            log.warning("A push service was not reached (%s)", type(error).__name__)
        except Exception as error:
            log.exception("A push message failed (%s)", type(error).__name__)
        finally:
            self._under_way -= 1

    async def _deliver(self, letter: Letter) -> Answer:
        """A busy service is asked again, as long as the message is worth it."""
        until = time.monotonic() + letter.seconds
        for pause in self._pauses:
            answer = await self._try(letter, until)
            wait = max(pause, answer.retry_after or 0)
            if not answer.may_be_repeated or time.monotonic() + wait >= until:
                return answer
            await asyncio.sleep(wait)
        return await self._try(letter, until)

    async def _try(self, letter: Letter, until: float) -> Answer:
        seconds = max(1, round(until - time.monotonic()))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._send, letter, seconds)

    def _send(self, letter: Letter, seconds: int) -> Answer:
        to = letter.subscription
        body = encrypt(
            letter.content,
            receiver=vapid.decode(to.receiver),
            secret=vapid.decode(to.secret),
            size=TEXT_BYTES,
        )
        origin = endpoints.read(to.endpoint).origin
        headers = {
            "Authorization": vapid.authorization(
                self._key, origin=origin, subject=self._subject, now=timezone.now()
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Topic": letter.topic,
            "Urgency": "high",
        }
        return self.sender.post(to.endpoint, headers, body)
