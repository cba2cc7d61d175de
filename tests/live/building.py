"""The streams of the real pages, in a test's own thread and on its clock."""

import asyncio
import contextlib

from buergerbuero.live.hub import Hub
from buergerbuero.live.stream import LiveApp
from tests import html
from tests.live.clock import pass_time, settle
from tests.live.world import Request, Thread, regions


class Building:
    """The live application as asgi.py wires it, in this test's thread and on its clock."""

    def __init__(self):
        from buergerbuero import asgi  # noqa: PLC0415  # needs the static files

        self.hub = Hub(Thread())
        self.hub._loads = dict(asgi.hub._loads)
        self.app = LiveApp(self.hub, asgi.live._pages.values(), asgi.live._rules, Thread())

    def watch(self, path, browser=None, **facts):
        cookies = browser.cookies.items() if browser else ()
        header = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies)
        headers = {"Cookie": header} | facts.pop("headers", {})
        return Request(self.app, path, headers=headers, **facts)


@contextlib.asynccontextmanager
async def building():
    from buergerbuero.live.bus import bus  # noqa: PLC0415

    made = Building()
    work = (bus.listen(made.hub.announced), made.app.ping(), made.app.check())
    tasks = [asyncio.create_task(one) for one in work]
    await settle()
    try:
        yield made
    finally:
        made.app.shut_down()
        await settle()
        for task in tasks:
            task.cancel()


def shown(request):
    """The regions that have arrived, as elements."""
    return {name: html.read(source) for name, source in regions(request.events()).items()}


async def happens():
    """The announcement has gone round, and everybody who watches was shown the change."""
    await pass_time(1)
