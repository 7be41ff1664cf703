"""Every line of a log is one JSON object, whoever wrote it."""

import json
import logging.config
import sys

import pytest

from motcua.config.logging import library_logging


@pytest.fixture
def library_formatter():
    made = logging.config.DictConfigurator(library_logging(level="info", as_json=True))
    return made.configure_formatter(made.config["formatters"]["line"])


def record(*, exc_info=None):
    name = "django.request"
    return logging.LogRecord(name, logging.WARNING, __file__, 1, "Not Found: %s", ("/x/",), exc_info)


def test_what_a_library_logs_is_a_line_like_ours(library_formatter):
    line = json.loads(library_formatter.format(record()))
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "Not Found: /x/", "level": "warning", "logger": "django.request"}


def test_its_traceback_stays_within_the_line(library_formatter):
    try:
        raise ValueError("broken")
    except ValueError:
        text = library_formatter.format(record(exc_info=sys.exc_info()))
    assert "\n" not in text and "ValueError: broken" in json.loads(text)["exception"]
