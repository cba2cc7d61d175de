"""Who watches what, and one reading of the rows for all of them. Knows topics, callbacks and bytes;
imports no Django and nothing of visits.

A topic is "kind:key" (or just "kind"). When it is announced, its snapshot is loaded once and every
stream that watches it is shown what its viewer may see of it now.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buergerbuero.live.viewer import END, Draft, Message, Stream, Viewer

GATHER_SECONDS = 0.01  # what one act changes is announced together and read once
HUSH_SECONDS = 0.1  # while a door opens, its two pages have the processor to themselves
PAUSE_FACTOR = 5  # between two readings of a topic passes five times what the last one cost
BATCH = 200  # streams written before other work of the loop gets its turn
RETRY_SECONDS = 1.0
PRESENT = "present:"  # no topic: a sign of life for a stream that another process may have
log = logging.getLogger(__name__)


Snapshots = Mapping[str, Any]
Load = Callable[[str], Any]
Project = Callable[[Viewer, Snapshots], Iterable[Message | Draft]]


@dataclass(eq=False, slots=True)
class _Topic:
    name: str
    streams: dict[Stream, None] = field(default_factory=dict)
    snapshot: Any = None
    unread: asyncio.Event | None = field(default_factory=asyncio.Event)  # until the first reading
    dirty: bool = True
    begun: int = 0  # readings
    done: int = 0  # the last reading that `snapshot` comes from
    not_before: float = 0.0
    task: asyncio.Task[None] | None = None

    @property
    def complete(self) -> int:
        """The reading that shows everything announced until now."""
        return self.begun + self.dirty


class Hub:
    """One per process, living in its event loop. `in_thread` runs a blocking call elsewhere."""

    def __init__(self, in_thread: Callable[..., Any]) -> None:
        self.streams: dict[str, Stream] = {}
        self._in_thread = in_thread
        self._topics: dict[str, _Topic] = {}
        self._loads: dict[str, Load] = {}
        self._at_once: set[str] = set()
        self._hushing: set[str] = set()
        self._hushed_until = 0.0
        self._projects: dict[str, Project] = {}
        self._acknowledged: set[str] = set()

    def register(
        self, topic_kind: str, *, snapshot: Load, at_once: bool = False, hushes: bool = False
    ) -> None:
        """How a topic of this kind is read: called in a thread with the topic's key.

        `at_once`: one or two people watch it and wait for each change, so it is read without
        pause. `hushes`: all that is not read at once waits a moment for it.
        """
        self._loads[topic_kind] = snapshot
        if at_once:
            self._at_once.add(topic_kind)
        if hushes:
            self._hushing.add(topic_kind)

    def show(self, page: str, *, projection: Project) -> None:
        """What a viewer of this page may see of the snapshots of their topics."""
        self._projects[page] = projection

    # Streams

    async def open(self, viewer: Viewer, cursor: int = 0) -> Stream:
        """A new stream with everything its viewer may see now already pending.

        Where that is just being read it follows: a page is never put back to before it was loaded.
        """
        stream = Stream(viewer, cursor=cursor)
        self.streams[stream.id] = stream
        try:
            topics = [self._watch(name, stream) for name in viewer.topics]
            stream.needs = {topic.name: topic.complete for topic in topics}
            for topic in topics:
                if topic.unread:
                    await topic.unread.wait()
            self._project(stream)
        except BaseException:
            self.close(stream)
            raise
        return stream

    def close(self, stream: Stream) -> None:
        self.streams.pop(stream.id, None)
        for name in stream.viewer.topics:
            topic = self._topics.get(name)
            if topic:
                topic.streams.pop(stream, None)
                if not topic.streams:
                    self._forget(topic)

    def end(self, streams: Iterable[Stream], payload: bytes) -> None:
        for stream in list(streams):
            stream.send(END, payload)

    def acknowledge(self, stream_id: str) -> bool:
        """The page behind this stream is alive. False when this process has no such stream."""
        stream = self.streams.get(stream_id)
        if stream is None:
            return False
        stream.heard_at = time.monotonic()
        self.seen(stream.viewer.principal)
        return True

    def seen(self, principal: str) -> None:
        if principal:
            self._acknowledged.add(principal)

    def drain_acknowledged(self) -> set[str]:
        """Whoever gave a sign of life since the last call."""
        drained, self._acknowledged = self._acknowledged, set()
        return drained

    # Topics

    def announced(self, topics: Sequence[str]) -> None:
        """Something behind these topics changed; "*" stands for all of them."""
        names = list(self._topics) if "*" in topics else topics
        for name in names:
            if name.startswith(PRESENT):
                self.acknowledge(name.removeprefix(PRESENT))
            topic = self._topics.get(name)
            if topic:
                topic.dirty = True
                if _kind(topic) in self._hushing:
                    self._hushed_until = time.monotonic() + HUSH_SECONDS
                self._follow(topic)

    def _watch(self, name: str, stream: Stream) -> _Topic:
        topic = self._topics.get(name)
        if topic is None:
            topic = self._topics[name] = _Topic(name)
        topic.streams[stream] = None
        self._follow(topic)
        return topic

    def _forget(self, topic: _Topic) -> None:
        self._topics.pop(topic.name, None)
        if topic.task:
            topic.task.cancel()

    def _follow(self, topic: _Topic) -> None:
        if topic.dirty and topic.task is None:
            topic.task = asyncio.create_task(self._keep_up(topic))

    async def _keep_up(self, topic: _Topic) -> None:
        try:
            while topic.dirty:
                await self._turn(topic)
                topic.dirty = False
                started = time.monotonic()
                read = await self._load(topic)
                if read:
                    await self._deliver(topic)
                topic.not_before = self._next_reading(topic, time.monotonic() - started, read)
        finally:
            topic.task = None

    async def _turn(self, topic: _Topic) -> None:
        now = time.monotonic()
        if topic.unread or _kind(topic) in self._at_once:
            await asyncio.sleep(max(0.0, topic.not_before - now))
            return
        latest = now + HUSH_SECONDS
        await asyncio.sleep(max(GATHER_SECONDS, topic.not_before - now))
        await asyncio.sleep(max(0.0, min(self._hushed_until, latest) - time.monotonic()))

    def _next_reading(self, topic: _Topic, cost: float, read: bool) -> float:
        pause = 0.0 if _kind(topic) in self._at_once else PAUSE_FACTOR * cost
        return time.monotonic() + (pause if read else max(pause, RETRY_SECONDS))

    async def _load(self, topic: _Topic) -> bool:
        kind, _, key = topic.name.partition(":")
        topic.begun += 1
        try:
            topic.snapshot = await self._in_thread(self._loads[kind], key)
        except Exception as error:
            # Without a reading everybody keeps what they last saw; the pages say how old it is.
            log.exception("Reading %s failed (%s)", kind, type(error).__name__)
            topic.dirty = True
            return False
        topic.done = topic.begun
        if topic.unread:
            topic.unread.set()
            topic.unread = None
        return True

    async def _deliver(self, topic: _Topic) -> None:
        for count, stream in enumerate(list(topic.streams), start=1):
            try:
                self._project(stream)
            except Exception as error:
                # One viewer's trouble is not everybody's: the others see the change.
                page = stream.viewer.page
                log.exception("Showing %s failed (%s)", page, type(error).__name__)
            if count % BATCH == 0:
                await asyncio.sleep(0)

    def _project(self, stream: Stream) -> None:
        snapshots: dict[str, Any] = {}
        needs = stream.needs or {}
        for name in stream.viewer.topics:
            topic = self._topics.get(name)
            if topic is None or topic.unread or topic.done < needs.get(name, 0):
                return  # the rest is still being read; its delivery will come here again
            snapshots[name] = topic.snapshot
        stream.needs = None
        stream.show(self._projects[stream.viewer.page](stream.viewer, snapshots))


def _kind(topic: _Topic) -> str:
    return topic.name.partition(":")[0]
