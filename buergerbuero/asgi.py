"""The wiring: which page watches what, which job runs when, and what answers a request."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buergerbuero.settings")

import django

django.setup(set_prefix=False)

from django.conf import settings
from django.db import connections
from servestatic import ServeStaticASGI

from buergerbuero.accounts.clock import forget_sessions
from buergerbuero.citizen.doors import DepartmentPage, OverviewPage, load_overview
from buergerbuero.citizen.guest import GuestPage, load_guest
from buergerbuero.citizen.visit import VisitPage, load_visit
from buergerbuero.consultations.actions import close_rooms, forget_names
from buergerbuero.consultations.bringing import end_links
from buergerbuero.consultations.coming import end_rings
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.locked_out import lock_out
from buergerbuero.departments import actions as departments
from buergerbuero.desk.live import DeskPage
from buergerbuero.live import present
from buergerbuero.live.bus import bus
from buergerbuero.live.http import Receive, Scope, Send
from buergerbuero.live.hub import PRESENT, Hub
from buergerbuero.live.pulse import pulse
from buergerbuero.live.stream import PREFIX, LiveApp, Rules
from buergerbuero.live.ticker import Ticker
from buergerbuero.push import advisors, citizens
from buergerbuero.push.postman import Postman
from buergerbuero.push.sending import Sender
from buergerbuero.visits import callbacks, clock, watch
from buergerbuero.visits.crew import load_all_crews
from buergerbuero.visits.foresight import look_ahead
from buergerbuero.visits.snapshot import load_snapshot
from buergerbuero.web.client import believe_proxies
from buergerbuero.web.handler import Handler
from buergerbuero.web.headers import add_bare_headers, bare_headers, stamped
from buergerbuero.web.length import is_too_long, refuse_length
from buergerbuero.web.origin import same_origin

# A page asks the database twenty times and after each waits for the interpreter: while the hub
# counts a long line, a knock takes twice its time with this, and seven times with Python's 5 ms.
sys.setswitchinterval(0.0005)

THREADS = 4
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")


async def in_thread(work: Callable[..., Any], *args: Any) -> Any:
    """Blocking work in a few threads that keep their database connections."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _work, work, args)


def _work(work: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return work(*args)
    except Exception:
        # A connection that broke is not used again; the next piece of work opens a new one.
        connections.close_all()
        raise


def pass_on(stream: str) -> bool:
    if settings.CONFIG.redis_url:
        bus.publish([PRESENT + stream])
    return bool(settings.CONFIG.redis_url)


hub = Hub(in_thread)
hub.register("overview", snapshot=load_overview)
hub.register("department", snapshot=load_snapshot)
hub.register("crews", snapshot=load_all_crews)
hub.register("callbacks", snapshot=callbacks.load_callbacks)
hub.register("visit", snapshot=load_visit, at_once=True)
hub.register("room", snapshot=load_room, at_once=True, hushes=True)
hub.register("guest", snapshot=load_guest, at_once=True, hushes=True)

live = LiveApp(
    hub,
    pages=(OverviewPage(), DepartmentPage(), VisitPage(), GuestPage(), DeskPage()),
    rules=Rules(same_origin, bare_headers(), [code for code, _ in settings.LANGUAGES], pass_on),
    in_thread=in_thread,
)


def flush_presence() -> None:
    """Everybody who gave a sign of life since the last round, in two updates."""
    seen = [principal.partition(":") for principal in hub.drain_acknowledged()]
    visits = [key for kind, _, key in seen if kind == "visit"]
    advisors = [int(key) for kind, _, key in seen if kind == "advisor"]
    if visits:
        clock.acknowledge(visits)
    if advisors:
        departments.acknowledge(advisors)


def watch_doors() -> None:
    watch.watch(advisors.ToClosedDesks() if settings.CONFIG.push else None)


ticker = Ticker(in_thread)
ticker.register(flush_presence, seconds=1)
ticker.register(clock.end_offers, seconds=1)
ticker.register(clock.announce_by_clock, seconds=1)
ticker.register(lock_out, seconds=1)
ticker.register(close_rooms, seconds=1)
ticker.register(end_rings, seconds=1)
ticker.register(end_links, seconds=5)
ticker.register(watch_doors, seconds=2)
ticker.register(clock.lapse, seconds=5)
ticker.register(clock.Doors().announce_changes, seconds=5)
ticker.register(clock.mark_unseen, seconds=10)
ticker.register(look_ahead, seconds=10)
ticker.register(clock.expire, seconds=30)
ticker.register(clock.end_day, seconds=30)
ticker.register(clock.erase, seconds=60)
ticker.register(forget_names, seconds=60)
ticker.register(callbacks.forget, seconds=600)
ticker.register(clock.sweep_file, seconds=120)
ticker.register(forget_sessions, seconds=3600)
postman = Postman(in_thread, settings.PUSH_KEY, settings.CONFIG.push_subject, Sender())
if settings.CONFIG.push:
    ticker.register(citizens.tell, seconds=1)
    ticker.register(advisors.tell_of_knocks, seconds=1)


async def _beat() -> None:
    while True:
        pulse.beat()
        await asyncio.sleep(1)


async def _housekeeping() -> None:
    loop = asyncio.get_running_loop()
    present.listen(lambda principal: loop.call_soon_threadsafe(hub.seen, principal))
    bus.connect(settings.CONFIG.redis_url)
    async with asyncio.TaskGroup() as group:
        for work in (bus.listen(hub.announced), live.ping(), live.check(), ticker.run(), _beat()):
            group.create_task(work)
        if settings.CONFIG.push:
            group.create_task(postman.run())


_public = ServeStaticASGI(
    Handler(),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=60,
    allow_all_origins=False,
    # The hash in the name makes a file immutable.
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
    add_headers_function=add_bare_headers,
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    scheme = "http" if settings.CONFIG.public_url.startswith("http:") else "https"
    if settings.CONFIG.example:
        scheme = "http"
    scope = believe_proxies(scope, settings.CONFIG.trusted_proxies, scheme)
    if is_too_long(scope):
        await refuse_length(scope, send)
    elif scope["path"].startswith(PREFIX):
        await live(scope, receive, send)
    else:
        await _public(scope, receive, stamped(send))


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    task = asyncio.create_task(_housekeeping())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await send({"type": "lifespan.shutdown.complete"})
