"""Log lines: one event a line, for people or for machines; what libraries say goes the same way."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final

import structlog

from kernel.bus import BusDown, CallTimedOut
from kernel.db import DatabaseDown
from kernel.errors import Unavailable

PASSING: Final = (DatabaseDown, Unavailable, BusDown, CallTimedOut)


def set_up_logging(level: str, form: str) -> None:
    """To standard error. Values of fields and parameters of statements never come here."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Any = structlog.processors.JSONRenderer()
    if form == "text":
        last = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Below the level nothing is even put together.
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper(), logging.INFO)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info if form != "text" else _as_it_is,
                last,
            ],
        )
    )
    handler.addFilter(_in_a_line)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for chatty in ("nameko", "amqp", "kombu", "alembic", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _in_a_line(record: logging.LogRecord) -> bool:
    """An outage of broker or database is one line for each call that it fails, not a page."""
    if record.exc_info and isinstance(record.exc_info[1], PASSING):
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _as_it_is(_logger: Any, _method: str, event: Any) -> Any:
    return event
