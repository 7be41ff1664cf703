"""The demonstration's province for tests of every room, quickly."""

from datetime import datetime

from motcua.identity.demo import DemoProvince, provision_demo
from motcua.platform.testing.replay import replay


def stand_up_province(*, now: datetime) -> DemoProvince:
    """Agencies, units and people of the demonstration, as :func:`provision_demo` leaves them."""
    return replay(("province", now.date()), lambda: provision_demo(now=now))
