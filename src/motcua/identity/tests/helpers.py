"""Shared by the tests of this room."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from motcua.identity.models import Appointment, User

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def office_of(username):
    return Appointment.objects.filter(user__username=username).order_by("id").first()


def user(username):
    return User.objects.get(username=username)


def small_pdf():
    """One empty page."""
    pages, target = pikepdf.new(), BytesIO()
    pages.add_blank_page()
    pages.save(target)
    return target.getvalue()
