"""Where log lines go: one JSON object a line on standard error, or nothing but errors on a person's console."""

import json
import logging
import sys
from typing import Any

import structlog

_SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logging(*, level: str, as_json: bool) -> None:
    """Send structlog events of ``level`` and above to standard error, as JSON or as readable lines.

    Called while the settings load, so every process of an installation logs alike.
    """
    structlog.configure(
        processors=[*_SHARED, *_tail(as_json=as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def library_logging(*, level: str, as_json: bool) -> dict[str, Any]:
    """Django's ``LOGGING``: what libraries log, from warnings up, in the shape of our own lines."""
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.add_logger_name, *_SHARED],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_tail(as_json=as_json)],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": max(_number(level), logging.WARNING)},
    }


def _tail(*, as_json: bool) -> list[Any]:
    renderer: Any = structlog.processors.JSONRenderer(serializer=_as_line)
    return [structlog.processors.format_exc_info, renderer] if as_json else [structlog.dev.ConsoleRenderer()]


# Made once: with options, ``json.dumps`` makes another for every line.
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)


def _as_line(event: Any, **_options: Any) -> str:
    return _ENCODER.encode(event)


def _number(level: str) -> int:
    return int(logging.getLevelNamesMapping()[level.upper()])
