"""Pytest plugin: a real PostgreSQL for the tests, started before Django reads its settings."""

import os
from pathlib import Path

from motcua.platform import embedded

if "DATABASE_URL" not in os.environ:
    folder = os.environ.get("MOTCUA_TEST_DATA", ".motcua-test")
    os.environ["DATABASE_URL"] = embedded.start(data_dir=Path(folder), durable=False).url
