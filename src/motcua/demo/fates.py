"""What becomes of a generated dossier: told step by step until the present cuts the story off.

Chance decides; the same seed tells the same stories. Whatever would happen after ``now`` has not happened, so
open dossiers lie on desks at every step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from motcua.identity.api import Agency, User, users_with_role
from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.api import Channel, Dossier, State, StepKind
from motcua.onestop.takeover.api import Life, Stop
from motcua.platform.calendar.api import calendar_for

Colleagues = Callable[[str, int, int | None], list[User]]
"""People who hold a role in an agency and unit: ``(role, agency id, unit id)``."""

SHARES = (("refused", 0.04), ("withdrawn", 0.03), ("stopped", 0.015), ("supplement", 0.12), ("late", 0.06))
CLAIMED, AT_CENTRE = 0.6, 0.6
LATE = ("late", "apologised")
ASKED = ("supplement", "twice")
WHY_REFUSED = (
    "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan.",
    "Thành phần hồ sơ chưa đầy đủ theo quy định; đề nghị hoàn thiện và nộp lại.",
    "Đơn đề nghị chưa có chữ ký của người có thẩm quyền.",
)
WHY_WITHDRAWN = ("Thay đổi kế hoạch, đề nghị rút hồ sơ.", "Nộp nhầm thủ tục.")
WHY_STOPPED = "Quá thời hạn bổ sung mà hồ sơ chưa được hoàn thiện."
MISSING = (
    "Bản sao có chứng thực giấy chứng nhận đăng ký doanh nghiệp",
    "Bản vẽ mặt bằng ghi rõ diện tích",
    "Chứng chỉ đào tạo còn hiệu lực của người phụ trách",
    "Tài liệu kỹ thuật bằng tiếng Việt",
)
WHY_SUPPLEMENT = "Hồ sơ cần được bổ sung để đủ căn cứ thẩm định."
WHY_SUPPLEMENT_AGAIN = "Giấy tờ bổ sung phát sinh nội dung mới cần làm rõ."
WHY_EXTENDED = (
    "Nội dung hồ sơ phức tạp, cần thêm thời gian thẩm định; cơ quan xin lỗi và hẹn lại ngày trả kết quả."
)
BEFORE_RETURN = (StepKind.RECEIVE, StepKind.RETURN)


@dataclass
class Teller:
    """Tells lives up to ``now``; ``at_centre`` is the share of dossiers that the service centre receives."""

    random: Random
    now: datetime
    colleagues: Colleagues
    service_centre: Agency
    at_centre: float = AT_CENTRE

    def tell(self, dossier: Dossier, *, fate: str | None = None) -> Life:
        """The life of a dossier just submitted; chance decides its fate unless one is given.

        Fates: those of :data:`SHARES`, "twice" (two supplement requests), "apologised" (late, with a new date) and ""
        for the usual way.
        """
        return _Tale(self, dossier, fate).tell()


def find_colleagues(*, on: date) -> Colleagues:
    """Who holds a role on a day; each question is asked once."""

    @cache
    def found(role: str, agency_id: int, unit_id: int | None) -> list[User]:
        return users_with_role(role=role, agency_id=agency_id, unit_id=unit_id, on=on)

    return found


class _Tale:
    def __init__(self, teller: Teller, dossier: Dossier, fate: str | None) -> None:
        self.teller, self.random, self.now = teller, teller.random, teller.now
        self.life, self.dossier = Life(dossier), dossier
        self.calendar: WorkingCalendar = calendar_for(dossier.agency.calendar)
        self.fate = self._choose_fate() if fate is None else fate
        self.specialist = self._one("specialist", dossier.agency_id, dossier.unit_id)

    def tell(self) -> Life:
        waited = timedelta(minutes=self.random.randint(20, 470))
        at = self.calendar.add_office_time(self.dossier.submitted_at, waited)
        if at < self.now:
            self._at_the_counter(at)
        item = self.life.open_item
        is_at_work = self.dossier.state in (State.RECEIVED, State.IN_PROCESS)
        if item is not None and is_at_work and item.assignee_id is None and self.random.random() < CLAIMED:
            self.life.claim(person=self._one(item.role, item.agency_id, item.unit_id))
        return self.life

    def _at_the_counter(self, at: datetime) -> None:
        centre, own = self.teller.service_centre, self.dossier.agency
        goes_there = self.random.random() < self.teller.at_centre
        desk = centre if goes_there or not self.teller.colleagues("receiver", own.pk, None) else own
        self.officer = self._one("receiver", desk.pk, None)
        if self.fate == "refused":
            self.life.refuse(at=at, officer=self.officer, reason=self.random.choice(WHY_REFUSED))
            return
        self.life.receive(at=at, officer=self.officer, desk=desk)
        if not self._settle_fee(at):
            return
        self._work(at, self._pace())

    def _settle_fee(self, at: datetime) -> bool:
        """False while the dossier waits for its fee."""
        if not self.dossier.fee_total:
            return True
        is_fresh = self.now - at < timedelta(days=6)
        if is_fresh and self.random.random() < 0.1:
            self.life.ask_payment(at=at + timedelta(minutes=4), actor=self.officer)
            return False
        paid_at = at + timedelta(minutes=self.random.randint(3, 12))
        if paid_at < self.now:
            receipt = f"BL{self.random.randint(1, 999_999):06d}"
            self.life.pay(at=paid_at, officer=self.officer, receipt=receipt)
        return True

    def _work(self, since: datetime, pace: float) -> None:
        """The steps from the open one to the issue, spread over ``pace`` of the time until the due moment."""
        due = self.dossier.due_at
        assert due is not None
        whole = max(self.calendar.office_time(since, due), timedelta(hours=4)) * pace
        stops = self._stops_ahead()
        hours = [max(stop.step.working_hours, 0.5) for stop in stops]
        spent = 0.0
        moments = []
        for share in hours:
            spent += share
            moments.append(self.calendar.add_office_time(since, whole * (spent / sum(hours))))
        # What the leader has signed waits for the clerk; that state needs a real signature (see crowd.py).
        is_issued = moments[-1] < self.now
        for stop, at in zip(stops, moments, strict=True):
            self._apologise_before(at, finish=moments[-1])
            signed_only = stop.step.kind == StepKind.SIGN and not is_issued
            if at >= self.now or signed_only or not self._do(stop.step.kind, at):
                return
        self._return(moments[-1])

    def _apologise_before(self, at: datetime, *, finish: datetime) -> None:
        """The head sees in time that it will be late, two working days before the date at the latest."""
        due = self.dossier.due_at
        if self.fate != "apologised" or self.life.extensions or due is None:
            return
        morning = self.calendar.closing_from(self.calendar.add_working_days(due.date(), -2)) - timedelta(
            hours=7
        )
        if morning >= at:
            return
        self.life.apologise(
            at=morning,
            actor=self._one("head_of_unit", self.dossier.agency_id, self.dossier.unit_id),
            role="head_of_unit",
            new_due=self.calendar.closing_from(finish.date()),
            reason=WHY_EXTENDED,
        )

    def _stops_ahead(self) -> list[Stop]:
        opened = self.life.next_stop
        assert opened is not None
        stops = list(self.life.course.stops)
        return [stop for stop in stops[stops.index(opened) :] if stop.step.kind != StepKind.RETURN]

    def _do(self, kind: str, at: datetime) -> bool:
        """One step; False when the usual way ends here."""
        item = self.life.open_item
        assert item is not None
        if kind == StepKind.DRAFT and self.fate in ("withdrawn", "stopped", *ASKED):
            self._turn(at)
            return False
        actor = self.specialist if item.assignee_id else self._one(item.role, item.agency_id, item.unit_id)
        assignee = self.specialist if kind == StepKind.ASSIGN else None
        data = {"decision": "approve"} if kind == StepKind.DRAFT else None
        self.life.work(at=at, actor=actor, assignee=assignee, data=data)
        return True

    def _turn(self, at: datetime) -> None:
        """The specialist finds that the dossier cannot simply go on."""
        fate, self.fate = self.fate, "supplement" if self.fate == "twice" else ""
        if fate == "withdrawn":
            reason = self.random.choice(WHY_WITHDRAWN)
            self.life.end_early("withdrawn", at=at, actor=self.dossier.submitted_by, role="", reason=reason)
            return
        missing = self.random.sample(MISSING, k=self.random.randint(1, 2))
        again = WHY_SUPPLEMENT_AGAIN if self.life.supplements else ""
        until = self.life.ask_supplement(
            at=at, actor=self.specialist, items=missing, reason=again or WHY_SUPPLEMENT, override_ground=again
        )
        if fate == "stopped":
            self._stop(until + timedelta(hours=18))
            return
        answered = self.calendar.add_office_time(at, timedelta(hours=self.random.randint(8, 90)))
        if answered < self.now:
            self.life.answer_supplement(at=answered, note="Đã bổ sung đủ giấy tờ theo yêu cầu.")
            self._work(answered, self._pace())

    def _stop(self, at: datetime) -> None:
        if at < self.now:
            head = self._one("head_of_unit", self.dossier.agency_id, self.dossier.unit_id)
            self.life.end_early("stopped", at=at, actor=head, role="head_of_unit", reason=WHY_STOPPED)

    def _return(self, issued_at: datetime) -> None:
        if self.dossier.return_channel == Channel.ONLINE:
            return
        hours = timedelta(hours=self.random.randint(3, 60))
        at = self.calendar.add_office_time(issued_at, hours)
        if at >= self.now:
            return
        if self.dossier.return_channel == Channel.COUNTER:
            self.life.collect(at=at, officer=self.officer)
            return
        handed = self.calendar.add_office_time(issued_at, hours / 3)
        slip = f"RL{400_000_000 + int(self.dossier.idempotency_key.rsplit('-')[-1]):09d}VN"
        self.life.deliver(handed_at=handed, at=at, slip=slip)

    def _choose_fate(self) -> str:
        drawn = self.random.random()
        for fate, share in SHARES:
            drawn -= share
            if drawn < 0:
                return fate
        return ""

    def _pace(self) -> float:
        """The share of the time limit that the office needs; more than 1 is late."""
        due, random = self.dossier.due_at, self.random
        assert due is not None
        # Of what is due about now, more is late than over the years: the rest of it is gone from the desks.
        near = timedelta(days=-4) < due - self.now < timedelta(days=1)
        if self.fate in LATE or (near and random.random() < 0.3):
            return random.uniform(1.05, 1.7)
        return random.uniform(0.35, 0.97)

    def _one(self, role: str, agency_id: int, unit_id: int | None) -> User:
        return self.random.choice(self.teller.colleagues(role, agency_id, unit_id))
