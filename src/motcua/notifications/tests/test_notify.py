import uuid

import pytest
from django.db import transaction

from motcua.notifications import api, services
from motcua.notifications.models import Message
from motcua.notifications.rules.short_text import fit, without_marks
from motcua.notifications.tests.conftest import NOW
from motcua.notifications.texts import TEMPLATES, write

CONTEXT = {
    "code": "H99.15-261123-0001",
    "procedure": "Cấp giấy phép <X-quang>",
    "agency": "Sở Khoa học và Công nghệ",
    "due": "17:00 30/11/2026",
    "reason": "Thiếu bản vẽ phòng máy",
    "state_text": "đang thẩm định",
    "officer": "Lê Văn Bình",
}
SUBJECT = uuid.UUID("01930000-0000-7000-8000-000000000001")


def say(**changes):
    values = {
        "recipient_id": None,
        "template": "received",
        "context": CONTEXT,
        "subject_type": "dossier",
        "subject_id": SUBJECT,
        "url": "/tai-khoan/ho-so/1/",
        "now": NOW,
    }
    return api.notify(**(values | changes))


@pytest.mark.django_db
def test_every_channel_with_an_address_gets_a_message(citizen):
    say(recipient_id=citizen.pk, email="lan@example.org", phone="0900000001")
    written = api.list_messages(subject_type="dossier", subject_id=SUBJECT)
    assert [(m.channel, m.state) for m in written] == [
        ("in_app", "delivered"),
        ("email", "queued"),
        ("sms", "queued"),
    ]


@pytest.mark.django_db
def test_a_notice_costs_two_statements(citizen, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(2):
        say(recipient_id=citizen.pk, email="lan@example.org", phone="0900000001")


@pytest.mark.django_db
def test_a_notice_that_stays_in_the_account_costs_one_statement(citizen, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        say(recipient_id=citizen.pk, email="lan@example.org", channels=("in_app",))


@pytest.mark.django_db
def test_nobody_to_tell_writes_nothing():
    assert say() == []
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_says_nothing(citizen):
    from procrastinate.contrib.django.models import ProcrastinateJob

    with pytest.raises(RuntimeError), transaction.atomic():
        say(recipient_id=citizen.pk, email="lan@example.org")
        raise RuntimeError
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=services.SEND_JOB).exists()


def test_an_unknown_template_is_refused():
    with pytest.raises(KeyError):
        write(template="../secrets", channel=api.Channel.EMAIL, context={}, language="vi")


OF_SURVEYS = ("survey_invitation", "survey_reminder")
WITH_CODE = sorted(TEMPLATES - set(OF_SURVEYS))


@pytest.mark.parametrize("template", WITH_CODE)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_message_fits_and_has_plain_letters(template, language):
    text = write(template=template, channel=api.Channel.SMS, context=CONTEXT, language=language)
    assert len(text.body) <= 160
    assert text.body.isascii()
    assert CONTEXT["code"] in text.body


@pytest.mark.parametrize("template", WITH_CODE)
def test_every_e_mail_names_dossier_agency_and_address(template, settings):
    context = CONTEXT | {"url": "/tai-khoan/ho-so/1/"}
    text = write(template=template, channel=api.Channel.EMAIL, context=context, language="en")
    assert CONTEXT["code"] in text.subject
    assert CONTEXT["agency"] in text.body
    assert f"{settings.BASE_URL}/tai-khoan/ho-so/1/" in text.body
    assert "Dear Sir or Madam" in text.body


@pytest.mark.parametrize("template", OF_SURVEYS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_survey_names_no_dossier_and_its_link_is_whole_on_every_channel(template, language, settings):
    context = CONTEXT | {"url": f"/khao-sat/{'7' * 16}/", "due": "31/12/2026"}
    link = f"{settings.BASE_URL}/khao-sat/{'7' * 16}/"
    for channel in (api.Channel.SMS, api.Channel.EMAIL):
        text = write(template=template, channel=channel, context=context, language=language)
        assert link in text.body and CONTEXT["code"] not in text.body + text.subject
        assert channel == api.Channel.EMAIL or (len(text.body) <= 160 and text.body.isascii())


def test_plain_text_is_not_escaped():
    text = write(template="received", channel=api.Channel.IN_APP, context=CONTEXT, language="en")
    assert "<X-quang>" in text.body


def test_a_subject_stays_on_one_line_whatever_the_context_holds():
    context = CONTEXT | {"state_text": "x\r\nBcc: thief@example.org"}
    text = write(template="step_changed", channel=api.Channel.EMAIL, context=context, language="en")
    assert "\n" not in text.subject
    assert "\r" not in text.subject


def test_marks_are_taken_off():
    assert without_marks("Đã nộp hồ sơ “ở đây” – xong…") == 'Da nop ho so "o day" - xong...'


def test_a_long_text_is_cut_at_a_blank():
    assert fit("một hai ba bốn", limit=11) == "một hai..."
    assert fit("một hai", limit=11) == "một hai"


@pytest.mark.django_db
def test_with_diacritics_when_the_office_pays_for_it(settings):
    settings.SMS_WITHOUT_DIACRITICS = False
    assert "Sở" in write(template="received", channel=api.Channel.SMS, context=CONTEXT, language="en").body


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_no_sentence_is_left_without_its_end(template, channel):
    context = CONTEXT | {"reason": "", "due": "", "officer": ""}
    text = write(template=template, channel=api.Channel(channel), context=context, language="en")
    if template not in {"received", "late_apology", "supplement_requested", "supplement_reminder"}:
        assert "on ." not in text.body
    if channel == "email":
        assert "for ." not in text.body
        assert "Reason: \n" not in text.body
        assert "\n\n\n" not in text.body


@pytest.mark.django_db
def test_the_address_is_kept_without_our_host(settings):
    (message,) = say(email="lan@example.org", url=f"{settings.BASE_URL}/tai-khoan/ho-so/1/")
    assert message.url == "/tai-khoan/ho-so/1/"


@pytest.mark.django_db
def test_what_one_person_was_told_is_still_news_to_another(citizen, stranger):
    say(recipient_id=citizen.pk, channels=("in_app",), only_news=True)
    assert say(recipient_id=citizen.pk, channels=("in_app",), only_news=True) == []
    assert len(say(recipient_id=stranger.pk, channels=("in_app",), only_news=True)) == 1
