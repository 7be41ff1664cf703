"""The demonstration's province for tests of every room."""

from datetime import datetime

from motcua.identity.demo import DemoProvince, provision_demo


def stand_up_province(*, now: datetime) -> DemoProvince:
    """Agencies, units and people of the demonstration, as :func:`provision_demo` leaves them."""
    return provision_demo(now=now)
