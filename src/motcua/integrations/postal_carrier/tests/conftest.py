"""A carrier on this machine, and an item."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette

from motcua.integrations.postal_carrier import twin
from motcua.integrations.twins.testing import serving
from motcua.postal import api

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def carrier(tmp_path, settings, monkeypatch):
    """The carrier twin, steps without waiting, callbacks only on demand; gives its data folder."""
    monkeypatch.setattr(twin, "_STEP", timedelta(0))
    with serving(Starlette(routes=twin.routes(tmp_path))) as address:
        settings.CARRIER_URL = f"{address}/post"
        yield tmp_path


def request_item(**changes):
    values = {
        "subject_id": uuid.uuid4(),
        "reference": "H99.15-261123-0001",
        "recipient_name": "Nguyễn Thị Lan",
        "address": "12 Trần Phú",
        "phone": "0900000001",
        "now": NOW,
    }
    return api.request_delivery(**(values | changes))
