"""People, a mail server and a gateway, all real, on this machine."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette

from motcua.identity.models import User
from motcua.integrations.mail import twin as mail_twin
from motcua.integrations.sms_gateway import twin as sms_twin
from motcua.integrations.twins.testing import free_port, serving

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def citizen(db):
    return User.objects.create_user(username="lan", password="x", full_name="Nguyễn Thị Lan")


@pytest.fixture
def stranger(db):
    return User.objects.create_user(username="minh", password="x", full_name="Trần Minh")


@pytest.fixture
def mail_server(tmp_path, settings):
    """The mail twin; gives its folder."""
    port = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller = mail_twin.smtp_controller(tmp_path, port)
    controller.start()
    yield mail_twin.folder_of(tmp_path)
    controller.stop()


@pytest.fixture
def sms_server(tmp_path, settings, monkeypatch):
    """The gateway twin without its callbacks; gives its folder."""
    from datetime import timedelta

    monkeypatch.setattr(sms_twin, "_DELIVERY", timedelta(0))
    with serving(Starlette(routes=sms_twin.routes(tmp_path))) as address:
        settings.SMS_URL = f"{address}/sms"
        yield sms_twin.folder_of(tmp_path)
