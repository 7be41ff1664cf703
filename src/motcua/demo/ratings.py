"""What people of the generated crowd say of their dossiers, so that the page of ratings looks like life.

The dossiers that ran through every service stay unrated: whoever tries the demonstration may rate them.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from motcua.onestop.api import FACTOR_NAMES, Answers, Dossier, State, may_be_rated
from motcua.onestop.takeover.api import PastRating, take_over_ratings
from motcua.platform.audit.api import AuditEvent

CROWD, ACTION = "demo-crowd-", "demo.ratings_generated"
SHARE_RATED, SHARE_FACTORS, SHARE_COMMENTS, DAYS_LATER = 0.35, 0.4, 0.18, 12
# How likely people are satisfied, by department; how it ended and whether it was late weigh more than the place.
SATISFIED = {"SKHCN": 0.93, "SYT": 0.88, "SGDDT": 0.86, "SNNMT": 0.84, "SXD": 0.77}
USUAL, WHEN_LATE, WITHOUT_RESULT = 0.85, 0.45, 0.4
PRAISE = (
    "Cán bộ hướng dẫn tận tình, hồ sơ giải quyết đúng hẹn.",
    "Nộp trực tuyến thuận tiện, không phải đi lại.",
    "Nhận kết quả sớm hơn ngày hẹn.",
    "Thái độ phục vụ lịch sự.",
)
BLAME = (
    "Thời gian chờ còn lâu.",
    "Đề nghị thông báo rõ hơn các giấy tờ cần bổ sung.",
    "Phải liên hệ nhiều lần mới biết tình trạng hồ sơ.",
    "Mẫu đơn khó điền trên điện thoại.",
)


def load_ratings(*, now: datetime, report: Callable[[str], object]) -> int:
    """Rate about a third of the crowd's ended dossiers, once; answers how many were rated."""
    if AuditEvent.objects.filter(action=ACTION).exists():
        return 0
    random = Random("motcua-ratings")  # noqa: S311 - the same opinions on every machine
    ratings = list(_opinions(random, timezone.localdate(now)))
    report(f"Asking {len(ratings)} people how satisfied they were…")
    return take_over_ratings(ratings=ratings, action=ACTION, now=now)


def _opinions(random: Random, today: date) -> Iterator[PastRating]:
    crowd = Dossier.objects.filter(idempotency_key__startswith=CROWD).select_related("agency")
    ended = crowd.annotate(ended_at=Coalesce("returned_at", "finished_at", Max("events__at")))
    shown = ("state", "due_at", "finished_at", "agency__code")
    for dossier in ended.only(*shown).order_by("pk"):
        if not may_be_rated(dossier) or random.random() > SHARE_RATED:
            continue
        day = timezone.localdate(dossier.ended_at) + timedelta(days=int(DAYS_LATER * random.random() ** 2))
        yield PastRating(dossier_id=dossier.pk, on=min(day, today), answers=_answers(random, dossier))


def _answers(random: Random, dossier: Dossier) -> Answers:
    is_satisfied = random.random() < _chance(dossier)
    score = _score(random, is_satisfied=is_satisfied)
    factors = {}
    if random.random() < SHARE_FACTORS:
        factors = {name: min(5, max(1, score + random.choice((-1, 0, 0, 0, 1)))) for name in FACTOR_NAMES}
        if dossier.state != State.RETURNED:
            del factors["result"]
    comment = random.choice(PRAISE if is_satisfied else BLAME) if random.random() < SHARE_COMMENTS else ""
    return Answers(score=score, factors=factors, comment=comment)


def _chance(dossier: Dossier) -> float:
    if dossier.state != State.RETURNED:
        return WITHOUT_RESULT
    is_late = dossier.due_at and dossier.finished_at and dossier.finished_at > dossier.due_at
    return WHEN_LATE if is_late else SATISFIED.get(dossier.agency.code, USUAL)


def _score(random: Random, *, is_satisfied: bool) -> int:
    return random.choice((4, 4, 5, 5, 5)) if is_satisfied else random.choice((1, 2, 2, 3, 3, 3))
