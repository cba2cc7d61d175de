"""The one way to say that something changed. Only actions call it."""

from django.db import transaction

from buergerbuero.live.bus import bus


def announce(*topics: str) -> None:
    """Tell everybody who watches these topics, once the transaction has committed."""
    if topics:
        transaction.on_commit(lambda: bus.publish(topics))
