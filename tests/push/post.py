"""Letters that were posted, and a postman for a while."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from buergerbuero.push import letters
from buergerbuero.push.letters import Letter
from buergerbuero.push.postman import Postman
from tests.push.receiver import Receiver

KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"  # of the example of RFC 8291
PUBLIC_KEY = (
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
)
SUBJECT = "mailto:it@musterkreis.example"


class Post:
    """What was handed over since the last look."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def texts(self) -> list[str]:
        taken = self.letters[:]
        self.letters.clear()
        return [said(letter)["body"] for letter in taken]


def said(letter: Letter) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(letter.content)
    return found


@contextmanager
def collected() -> Iterator[Post]:
    post = Post()
    stop = letters.collect(post.letters.append)
    try:
        yield post
    finally:
        stop()


async def at_once(work: Callable[..., Any], *args: Any) -> Any:
    return work(*args)


def carry(receiver: Receiver, *posted: Letter, until: Callable[[], bool], **facts: Any) -> None:
    """A postman takes these letters, and stops when `until` holds."""

    async def work() -> None:
        sender = facts.pop("sender", None) or receiver.sender()
        postman = Postman(facts.pop("in_thread", at_once), KEY, SUBJECT, sender, **facts)
        running = asyncio.create_task(postman.run())
        await asyncio.sleep(0)
        for letter in posted:
            letters._hand_over(letter)
        try:
            async with asyncio.timeout(20):
                while not (until() and postman._under_way == 0):  # noqa: ASYNC110  # it waits for threads
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(work())
