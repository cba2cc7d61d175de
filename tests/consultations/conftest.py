from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from buergerbuero.consultations.actions import join
from buergerbuero.live.bus import bus
from buergerbuero.visits import access, actions
from tests.consultations.talks import advisor_of, citizen, enter, joined
from tests.people import knock, on_duty

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin


@pytest.fixture(autouse=True)
def clock(quick_passwords):
    """Stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


@pytest.fixture
def called(ayla, demir):
    return actions.call(ayla, demir)


@pytest.fixture
def talking(called):
    return actions.enter(called)


@pytest.fixture
def both(talking):
    """Advisor and citizen of one talk, both in the room."""
    advisor, _ = join(advisor_of(talking))
    me, _ = join(citizen(talking))
    return advisor, me


@pytest.fixture
def talk(ayla, demir, brandt):
    """Ayla talks to Frau Demir; Herr Brandt sits at his desk."""
    on_duty(brandt)
    enter(ayla, demir)
    joined(ayla)
    return ayla


@pytest.fixture
def heard(monkeypatch):
    """The topics announced, in order."""
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


@pytest.fixture
def ayla_s_browser(ayla):
    client = Client(headers={"accept": "application/json"})
    client.cookies[access.COOKIE] = ayla.secret
    return client
