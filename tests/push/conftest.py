from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.push.post import Post, collected
from tests.push.receiver import BrowserKeys, Receiver, running_receiver


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """A push service that answers under the name of Google's."""
    with running_receiver(tmp_path) as running:
        yield running


@pytest.fixture
def phone() -> BrowserKeys:
    """The keys of a citizen's browser."""
    return BrowserKeys()


@pytest.fixture
def post() -> Iterator[Post]:
    """What goes to the post during the test."""
    with collected() as post:
        yield post
