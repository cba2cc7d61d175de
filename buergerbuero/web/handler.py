"""Django's pages under ASGI: one change of thread for each request, in a few threads that stay.

Django's own handler makes a thread and a database connection for each request and changes threads
at every middleware. Beside an event loop with thousands of streams each change is a wait.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.urls import set_script_prefix

# More would only wait for each other: for the interpreter, or for their turn to write.
THREADS = 16


class Handler(ASGIHandler):
    """For views that are all synchronous and answer with a whole page, never a stream."""

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        with body:
            # A context of its own: what a request leaves behind there does not meet the next one.
            work = partial(copy_context().run, self._answer, scope, body)
            response = await loop.run_in_executor(self._pool, work)
        await self.send_response(response, send)

    def _answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        response._handler_class = type(self)  # whom `request_finished` names
        response.close()
        return response
