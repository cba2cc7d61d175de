"""Coroutines are tests too. They live on a clock of their own, but for those with a real Redis."""

import asyncio
import inspect

import pytest

from tests.live import clock


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    scenario = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    if pyfuncitem.get_closest_marker("redis"):
        asyncio.run(asyncio.wait_for(scenario, 20))
    else:
        clock.run(scenario)
    return True
