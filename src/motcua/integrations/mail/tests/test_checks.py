from motcua.integrations.mail.checks import check
from motcua.integrations.mail.twin import smtp_controller
from motcua.integrations.twins.testing import free_port

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_a_server_that_answers_is_no_problem(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, free_port()
    controller = smtp_controller(tmp_path, settings.EMAIL_PORT)
    controller.start()
    try:
        assert check() == []
    finally:
        controller.stop()


def test_a_server_that_is_not_there_is_named_with_its_settings(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, 1
    assert "MOTCUA_SMTP_HOST" in check()[0].mend
