"""The nameko side of the house: the only rooms, beside `inproc`, that know of kombu and eventlet.

    lines      publishing: a few confirmed channels, every wait bounded
    listener   consuming: a queue read in a thread of its own, reconnecting for ever
    kombubus   `KombuBus`: the `kernel.bus.Bus` made of both
    rpc        the entrypoint `@rpc`, patient with the broker
    http       the entrypoint `@mount`: every path and method to one WSGI application
    hosted     `Hosted(factory)`: a long-running object as a dependency
    host       `HostConfig`, `run_services`: one process, its signals and its end

`monkey_patch` stands here, where nothing else has been imported, because it must come first.
"""

from __future__ import annotations

import os
import sys

__all__ = ["monkey_patch"]


def monkey_patch() -> None:
    """Make the standard library green. The first act of a process that hosts services; twice is harmless.

    Raises: RuntimeError if psycopg is in already: it would block every green thread while it waits.
    """
    if "psycopg" in sys.modules and os.environ.get("PSYCOPG_WAIT_FUNC") != "wait_select":
        raise RuntimeError("psycopg was imported before kernel.messaging.monkey_patch()")
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"
    import eventlet  # noqa: PLC0415 - what imports this room to patch must not have imported more

    eventlet.monkey_patch()
