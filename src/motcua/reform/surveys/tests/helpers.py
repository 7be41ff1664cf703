"""A small province of surveys for the tests: rounds made through the services."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.identity.api import provision_demo  # noqa: F401
from motcua.identity.models import Agency, User
from motcua.identity.queries import get_staff_context
from motcua.reform.surveys.models import SurveyForm, SurveyRound, SurveyTarget
from motcua.reform.surveys.services import answering, invitations, planning, rounds, sampling
from motcua.reform.surveys.services.forms import load_forms
from motcua.reform.surveys.tokens import code_of

# Monday 16/11/2026, 9:00 in the office.
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TODAY = NOW.date()
MANAGER, SURVEYOR, PROVINCE_APPRAISER = "quanly.cchc", "cv2.vp", "thamdinh.vp"


def staff(username):
    return get_staff_context(user_id=User.objects.get(username=username).pk, on=TODAY)


def form(key="sipas"):
    load_forms(now=NOW)
    return SurveyForm.objects.get(key=key, version=1)


def plan(key="sipas", agencies=("SKHCN", "SXD"), **changes):
    values = {
        "year": 2026,
        "form_id": form(key).pk,
        "name_vi": "Khảo sát thử",
        "name_en": "A survey",
        "opens_on": date(2026, 11, 15),
        "closes_on": date(2026, 12, 31),
        "agency_ids": [Agency.objects.get(code=code).pk for code in agencies],
    }
    return planning.RoundPlan(**(values | changes))


def planned(key="sipas", agencies=("SKHCN", "SXD"), **changes):
    return planning.plan_round(plan=plan(key, agencies, **changes), staff=staff(MANAGER), now=NOW)


def target_of(current, code):
    return SurveyTarget.objects.select_related("round", "agency").get(round=current, agency__code=code)


def cards(current, code, number=1):
    target = target_of(current, code)
    rows = sampling.issue_cards(target_id=target.pk, number=number, staff=None, now=NOW)
    return [code_of(row.uuid) for row in rows]


def opened(key="sipas", agencies=("SKHCN", "SXD"), number=1, **changes):
    """An open round and codes by agency."""
    current = planned(key, agencies, **changes)
    codes = {code: cards(current, code, number) for code in agencies}
    rounds.open_round(round_id=current.pk, staff=staff(MANAGER), now=NOW)
    return SurveyRound.objects.get(pk=current.pk), codes


def answer(code, answers=None, **changes):
    submission = answering.Submission(answers=answers or {"a1": "4", "overall": "5"}, **changes)
    answering.submit(code=code, submission=submission, now=NOW)


def closed(current):
    return rounds.close_round(
        round_id=current.pk, staff=staff(MANAGER), now=NOW, decision="125/QĐ-UBND", reason="Đủ mẫu"
    )


def published(current):
    closed(current)
    return rounds.publish_round(round_id=current.pk, staff=staff(MANAGER), now=NOW + timedelta(days=1))


def people(number, **changes):
    return [
        sampling.Candidate(
            contact=sampling.Contact(name=f"Người {at}", phone=f"09{at:08}", **changes), channel="Trực tiếp"
        )
        for at in range(number)
    ]


def drawn(current, code, number=20, **changes):
    target = target_of(current, code)
    sampling.import_frame(target_id=target.pk, candidates=people(number, **changes), staff=None, now=NOW)
    sampling.draw_sample(target_id=target.pk, error=Fraction(1, 20), staff=None, now=NOW, seed="a")
    return target_of(current, code)


def send(target, now=NOW):
    return invitations.send_wave(target_id=target.pk, staff=None, now=now)


def upload(text, name="khung.csv"):
    return SimpleUploadedFile(name, text.encode())
