"""Reform plans and regular reports of the demonstration: two years that are over, and the one under way.

``data/reform/plans.json`` says what was planned and what went late or undone; the rest follows by rule. Past years
are taken over in bulk; tasks of today stand relative to the day of loading.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils import timezone

from motcua.identity.api import Agency, Appointment, Role, Unit, agency_by_code, find_user, get_staff_context
from motcua.kernel.calendar import WorkingCalendar
from motcua.platform.calendar.api import calendar_for
from motcua.reform.api import (
    KeptPlan,
    KeptReport,
    KeptTask,
    TaskSource,
    list_terms,
    start_report,
    take_over_plan,
    take_over_reports,
)

PLANS_FILE = Path(__file__).parent / "data" / "reform" / "plans.json"
SHOWN = "SKHCN"
_PUNCTUAL: Mapping[str, Any] = {"reports_late": {}, "reports_missing": []}
_LABELS = {
    TaskSource.DIRECTION: "Chỉ đạo của Giám đốc Sở",
    TaskSource.MEETING: "Kết luận giao ban tháng",
    TaskSource.PROVINCE: "Công văn của Ủy ban nhân dân tỉnh",
}
_INTRODUCTION = (
    "Nâng cao chất lượng giải quyết thủ tục hành chính, lấy sự hài lòng của người dân, doanh nghiệp làm thước đo.\n\n"
    "Mỗi nhiệm vụ có đơn vị chủ trì, người phụ trách, sản phẩm và thời hạn cụ thể."
)


def load_plans(*, now: datetime, report: Callable[[str], object]) -> int:
    """Load plans and reports that are missing; answers how many plans were written. Quick when all are there."""
    data = json.loads(PLANS_FILE.read_text(encoding="utf-8"))
    today = timezone.localdate(now)
    reports: list[KeptReport] = []
    written = 0
    for code, years in data["years"].items():
        desk = _Desk(agency_by_code(code), today)
        for written_year, fate in years.items():
            year = today.year if written_year == "now" else int(written_year)
            written += take_over_plan(kept=desk.plan(year, data, fate), now=now)
            reports += desk.reports(year, fate)
        # The yearly report of the year before is due within the period of this year's reports.
        reports += desk.reports(today.year - 1, _PUNCTUAL)
    sent = take_over_reports(kept=reports, now=now)
    if written or sent:
        report(f"Loaded {written} reform plans and {sent} regular reports…")
    _begin_draft(today, now)
    return written


def _begin_draft(today: date, now: datetime) -> None:
    """One report of the shown department is being written."""
    officer = find_user(username="cv.vp")
    term = next((term for term in list_terms(year=today.year) if term.due_on >= today), None)
    if officer is not None and term is not None:
        start_report(
            agency_id=agency_by_code(SHOWN).pk,
            year=term.year,
            kind=term.kind,
            staff=get_staff_context(user_id=officer.pk, on=today),
            now=now,
        )


@dataclass
class _Desk:
    """One agency with its units and people, and the day of loading."""

    agency: Agency
    today: date

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return calendar_for(self.agency.calendar)

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.objects.filter(agency=self.agency).order_by("order", "id")}

    @cached_property
    def people(self) -> dict[str, list[tuple[int, frozenset[str]]]]:
        """Account ids and roles of each unit, by its code."""
        offices = Appointment.objects.filter(unit__agency=self.agency).order_by("id")
        found: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for office in offices.select_related("unit").prefetch_related("grants"):
            roles = frozenset(grant.role for grant in office.grants.all())
            found.setdefault(office.unit.code, []).append((office.user_id, roles))
        return found

    def plan(self, year: int, data: Mapping[str, Any], fate: Mapping[str, Any]) -> KeptPlan:
        """The plan of a year with its tasks and those given beside it."""
        issued_on = _day(year, fate["issued"])
        tasks = [*self._planned(year, data, fate, issued_on), *self._assigned(year, data, fate)]
        if year == self.today.year and self.agency.code == SHOWN:
            tasks += self._running(data["running"])
        return KeptPlan(
            agency=self.agency,
            year=year,
            title=f"Cải cách hành chính năm {year} của {self.agency.name_vi}",
            introduction=_INTRODUCTION,
            issued_on=issued_on,
            document_number=f"{5 + self._chance(year) % 30}/KH-{self.agency.code}",
            closed=year < self.today.year,
            tasks=tasks,
        )

    def reports(self, year: int, fate: Mapping[str, Any]) -> Iterator[KeptReport]:
        """Regular reports sent by the day of loading."""
        for number, term in enumerate(list_terms(year=year, calendar=self.agency.calendar)):
            late = fate["reports_late"].get(term.kind, 0)
            after = self.calendar.working_day_from(term.due_on + timedelta(days=late))
            sent_on = (
                after
                if late
                else self.calendar.add_working_days(term.due_on, -1 - self._chance(year, number) % 4)
            )
            if term.kind not in fate["reports_missing"] and sent_on < self.today:
                symbol = f"{60 + number * 85 + self._chance(year) % 40}/BC-{self.agency.code}"
                yield KeptReport(
                    agency=self.agency, year=year, kind=term.kind, sent_on=sent_on, document_number=symbol
                )

    def _planned(
        self, year: int, data: Mapping[str, Any], fate: Mapping[str, Any], issued_on: date
    ) -> Iterator[KeptTask]:
        rows = [*data["usual"], *data["own"][self.agency.code]]
        for index, (area, text, product, symbol, place, due) in enumerate(rows):
            due_on = _day(year, due)
            done_on = self._done(index, due_on, late=fate["late"], undone=fate["undone"])
            unit, person, head = self._hands(place, index)
            yield KeptTask(
                area=area,
                text=text,
                product=product,
                due_on=due_on,
                given_on=issued_on,
                unit_id=unit.pk,
                person_id=person,
                done_on=done_on,
                result=self._result(product, symbol, index, done_on),
                confirmed_by_id=head,
            )

    def _assigned(self, year: int, data: Mapping[str, Any], fate: Mapping[str, Any]) -> Iterator[KeptTask]:
        for index, (area, text, product, symbol, due, label) in enumerate(data["province"]):
            due_on = _day(year, due)
            if due_on - timedelta(days=60) > self.today:
                continue
            done_on = self._done(index, due_on, late=fate["province_late"], undone=fate["province_undone"])
            unit, person, head = self._hands("VP", index)
            yield KeptTask(
                area=area,
                text=text,
                product=product,
                due_on=due_on,
                given_on=due_on - timedelta(days=45),
                unit_id=unit.pk,
                person_id=person,
                source=TaskSource.PROVINCE,
                source_id=f"demo-{year}-{index}",
                source_label=f"{label} ({due_on.month - 1 or 12}/{year})",
                done_on=done_on,
                result=self._result(product, symbol, 40 + index, done_on),
                confirmed_by_id=head,
            )

    def _running(self, rows: list[list[Any]]) -> Iterator[KeptTask]:
        """Tasks of these days: due today, late, near, reported."""
        for index, (area, text, product, place, username, source, distance, state) in enumerate(rows):
            due_on = self.calendar.add_working_days(self.today, distance) if distance else self.today
            due_on = min(max(due_on, date(self.today.year, 1, 2)), date(self.today.year, 12, 31))
            person = find_user(username=username)
            reported = state == "reported"
            yield KeptTask(
                area=area,
                text=text,
                product=product,
                due_on=due_on,
                given_on=due_on - timedelta(days=30),
                unit_id=self.units[place].pk,
                person_id=person.pk if person else None,
                source=source,
                source_id="" if source == TaskSource.PLAN else f"demo-running-{self.today.year}-{index}",
                source_label=_LABELS.get(TaskSource(source), ""),
                reported_on=self.calendar.add_working_days(self.today, -1) if reported else None,
                result="Đã hoàn thành dự thảo và gửi xin ý kiến các phòng." if reported else "",
            )

    def _chance(self, *words: object) -> int:
        """A number that is the same on every machine."""
        return sum(map(ord, f"{self.agency.code}{words}"))

    def _done(self, index: int, due_on: date, *, late: Mapping[str, int], undone: list[int]) -> date | None:
        if index in undone:
            return None
        if str(index) in late:
            done_on = self.calendar.working_day_from(due_on + timedelta(days=late[str(index)]))
        else:
            done_on = self.calendar.add_working_days(due_on, -1 - (index * 5 + due_on.year) % 8)
        return done_on if done_on < self.today else None

    def _hands(self, place: str | int, index: int) -> tuple[Unit, int | None, int | None]:
        """Unit, who does the task there, and who confirms it."""
        if isinstance(place, int):
            special = [code for code in self.units if code not in ("LD", "VP")] or ["VP"]
            place = special[place % len(special)]
        staff = self.people.get(place, [])
        workers = [user for user, roles in staff if Role.SPECIALIST in roles] or [
            user for user, _roles in staff
        ]
        person = workers[index % len(workers)] if workers else None
        heads = [
            user for user, roles in [*staff, *self.people["LD"]] if roles & {Role.HEAD_OF_UNIT, Role.LEADER}
        ]
        return self.units[place], person, next((user for user in heads if user != person), None)

    def _result(self, product: str, symbol: str, index: int, done_on: date | None) -> str:
        if done_on is None:
            return ""
        day = f"{done_on:%d/%m/%Y}"
        if symbol == "BB":
            return f"{product} ngày {day}"
        return f"{product} số {20 + index * 13}/{symbol}-{self.agency.code} ngày {day}"


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")
