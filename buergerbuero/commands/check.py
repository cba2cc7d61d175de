"""`buergerbuero check`: what keeps the office from working, in sentences."""

import argparse

from buergerbuero import config as configuration
from buergerbuero.commands import Stop, listed, say, set_up
from buergerbuero.config import Config


def check(options: argparse.Namespace) -> int:
    config = configuration.load()
    found = configuration.problems(config)
    if not found:
        found = [*_database_problems(), *_backend_problems(config)]
    if found:
        raise Stop("This office cannot work yet:\n" + listed(found))
    say("All is well.")
    if remarks := _relay_remarks(config):
        say("But look at this:\n" + listed(remarks))
    return 0


def _database_problems() -> list[str]:
    set_up()
    from django.db import DatabaseError, connection  # noqa: PLC0415  # after set_up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415  # after set_up

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"The database does not answer: {error}."]
    return ["The database is not set up; `buergerbuero run` does it."] if pending else []


def _backend_problems(config: Config) -> list[str]:
    from buergerbuero.consultations.backends import backend  # noqa: PLC0415  # after set_up

    try:
        return backend(config.video_backend).health()
    except LookupError:
        return [f"BUERGERBUERO_VIDEO_BACKEND is “{config.video_backend}”, which does not exist."]


def _relay_remarks(config: Config) -> list[str]:
    """This keeps no office from working: from here a relay may look otherwise than from outside."""
    from buergerbuero.consultations.relays import remarks  # noqa: PLC0415  # after set_up

    return remarks(config.turn_urls, config.turn_secret) if config.video_backend == "peer" else []
