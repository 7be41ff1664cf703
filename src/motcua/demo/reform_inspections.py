"""Inspections of past years and of this one: planned, visited, concluded and remedied by the usual services, then.

``data/reform/inspections.json`` says what was found and what became of it. Days of the past are dates, those of this
year whole numbers: days before or after the day of loading. What happens is put in order first, so that numbers of
documents follow the calendar.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from motcua.demo.reform_inspection_line import Line
from motcua.demo.reform_staff import last_day_within_a_year
from motcua.identity.api import (
    Agency,
    Role,
    StaffContext,
    Unit,
    User,
    agency_by_code,
    get_staff_context,
    list_agencies,
    list_staff_accounts,
    users_with_role,
)
from motcua.notifications.api import only_in_account
from motcua.platform.calendar.api import calendar_for
from motcua.reform.inspections.api import (
    WRITTEN_REMINDER,
    Done,
    Found,
    InspectionPlan,
    Noted,
    Post,
    Shortcoming,
    Visit,
    acknowledge,
    add_inspection,
    add_shortcoming,
    answer_draft,
    appoint_team,
    ask_extension,
    begin_visit,
    change_plan,
    create_plan,
    decide_extension,
    draft_notice,
    item_codes,
    load_checklists,
    remind_in_writing,
    remind_overdue,
    report_remedy,
    save_findings,
    send_draft,
    send_minutes,
    sign_minutes,
    submit_conclusion,
    submit_plan,
    verify,
    write_conclusion,
    write_minutes,
)
from motcua.reform.papers.api import Paper, seal_paper, sign_paper

INSPECTIONS_FILE = Path(__file__).parent / "data" / "reform" / "inspections.json"
Data = Mapping[str, Any]
Step = tuple[datetime, Callable[[datetime], object]]


def load_inspections(*, now: datetime, report: Callable[[str], object]) -> None:
    """Plans of the data file with all that followed, each in one transaction; what is there stays as it is.

    Signs about a hundred documents, so it needs keys and the timestamping twin.
    """
    rows = json.loads(INSPECTIONS_FILE.read_text(encoding="utf-8"))["plans"]
    stories = [_Story(row, now) for row in rows]
    missing = [story for story in stories if not story.is_loaded()]
    if not missing:
        return
    report("Loading inspections with their notices and remedies…")
    load_checklists(now=now)
    with only_in_account():
        for story in missing:
            with transaction.atomic():
                story.tell()


def _planned(data: Data) -> list[timedelta]:
    """When visits are planned, as days from the one of loading; empty for plans of past years."""
    days = [row[name] for row in data["inspections"] for name in ("planned_from", "planned_to")]
    return [timedelta(days=day) for day in days if isinstance(day, int)]


class _Story:
    """One plan and everything that followed from it."""

    def __init__(self, data: Data, now: datetime) -> None:
        self.data = data
        self.now = now
        self.today = last_day_within_a_year(_planned(data), timezone.localdate(now))
        self.agency: Agency = agency_by_code(data["agency"])
        self.calendar = calendar_for(self.agency.calendar)
        self.year = self.today.year if data["year"] == "now" else int(data["year"])
        self.lines = [Line(row) for row in data["inspections"]]
        self.users = {user.username: user for user in list_staff_accounts()}
        self.head = ""

    def is_loaded(self) -> bool:
        known = InspectionPlan.objects.filter(agency=self.agency, scope=self.data["scope"], year=self.year)
        return known.exists()

    def tell(self) -> None:
        """Every step that lies in the past, in order of time."""
        plan = self._plan()
        steps = [*self._teams(plan), *(step for line in self.lines for step in self._steps(line))]
        steps += [(at, self._remind) for at in map(self._at, self.data["reminders"])]
        for at, do in sorted(steps, key=lambda step: step[0]):
            if at <= self.now:
                do(at)

    def _remind(self, at: datetime) -> None:
        """What the job does; leader and clerk issue the letters of that day."""
        remind_overdue(now=at)
        remind_in_writing(now=at)
        drafts = Paper.objects.filter(agency=self.agency, state="draft", subject_type=WRITTEN_REMINDER)
        for paper in drafts.select_related("agency").order_by("pk"):
            self._issue(paper, at)

    # Plan and team

    def _plan(self) -> InspectionPlan:
        at, by = self._at(self.data["issued"]) - timedelta(days=6), self.data["by"]
        words = {"title": self.data["title"].format(year=self.year), "contents": self.data["contents"]}
        basis = self.data["legal_basis"]
        plan = create_plan(
            agency=self.agency,
            scope=self.data["scope"],
            year=self.year,
            legal_basis=basis,
            staff=self._staff(by, at),
            now=at,
            **words,
        )
        kept = self._subjects()
        change_plan(
            plan=plan, legal_basis=basis, subject_ids=kept, staff=self._staff(by, at), now=at, **words
        )
        for line in self.lines:
            if line.data.get("kind") != "surprise":
                self._add(plan, line, at)
        issued = self._at(self.data["issued"])
        self._issue(submit_plan(plan=plan, staff=self._staff(by, at), now=at), issued)
        for line in self.lines:
            if line.row is None:
                self._add(plan, line, self._at(line.data["visit"]) - timedelta(days=10))
        return plan

    def _subjects(self) -> list[int]:
        left_out = self.data["leave_out"]
        if self.data["scope"] == "own":
            units = Unit.objects.filter(agency=self.agency).exclude(code__in=left_out)
            return list(units.values_list("pk", flat=True))
        return [agency.pk for agency in list_agencies() if agency.code not in left_out]

    def _add(self, plan: InspectionPlan, line: Line, at: datetime) -> None:
        subject = agency_by_code(line.data["subject"])
        visit = Visit(
            agency=subject,
            unit=self._unit(subject, line.data.get("unit", "")),
            kind=line.data.get("kind", "planned"),
            planned_from=self._day(line.data["planned_from"]),
            planned_to=self._day(line.data["planned_to"]),
        )
        line.row = add_inspection(plan=plan, visit=visit, staff=self._staff(self.data["by"], at), now=at)

    def _teams(self, plan: InspectionPlan) -> Iterator[Step]:
        for team in self.data["teams"]:
            self.head = team["head"]
            yield self._at(team["on"]), partial(self._appoint, plan, team)

    def _appoint(self, plan: InspectionPlan, team: Data, at: datetime) -> None:
        posts = dict.fromkeys(team["members"], Post.MEMBER) | {team["head"]: Post.HEAD}
        if "secretary" in team:
            posts[team["secretary"]] = Post.SECRETARY
        appointed = appoint_team(
            plan=InspectionPlan.objects.get(pk=plan.pk),
            inspections=[self.lines[number - 1].inspection for number in team["inspections"]],
            members={self.users[name].pk: post for name, post in posts.items()},
            duties="Đoàn kiểm tra báo cáo kết quả chậm nhất 15 ngày sau khi kết thúc kiểm tra.",
            staff=self._staff(self.data["by"], at),
            now=at,
        )
        self._issue(appointed.paper, at)

    # One inspection

    def _steps(self, line: Line) -> Iterator[Step]:
        """What happened to one inspection; a step without a day did not happen yet."""
        moves: list[tuple[str, Callable[[Line, datetime], object]]] = [
            ("notice", self._notice),
            ("visit", self._visit),
            ("minutes", self._minutes),
            ("signed", self._sign),
            ("draft", self._draft),
            ("answered", self._answer),
            ("concluded", self._conclude),
            ("noticed", self._send_notices),
            ("acknowledged", self._acknowledge),
        ]
        for hour, (name, move) in enumerate(moves):
            if line.data.get(name, "") != "":
                at = self._at(line.data[name]) + timedelta(minutes=hour)
                yield at, partial(move, line)
        for index, shortcoming in enumerate(line.data["shortcomings"]):
            for event in shortcoming["story"]:
                yield from self._events(line, index, event)

    def _notice(self, line: Line, at: datetime) -> None:
        paper = draft_notice(
            inspection=line.inspection,
            visit_at=self._at(line.data["visit"] or line.data["planned_from"], hour=8),
            visit_place=self._place(line),
            to_prepare="Báo cáo tự đánh giá\nHồ sơ, tài liệu kiểm chứng",
            # Kept only where the next working day lies beyond the planned ones.
            reason="Ngày theo kế hoạch là ngày nghỉ.",
            staff=self._staff(self.head, at),
            now=at,
        )
        self._issue(paper, at)

    def _visit(self, line: Line, at: datetime) -> None:
        head = self._staff(self.head, at)
        begun = begin_visit(inspection=line.inspection, staff=head, now=at)
        short = line.data["short"]
        noted = {
            code: Noted(result="short" if code in short else "met", note=short.get(code, ""))
            for code in item_codes(begun)
        }
        save_findings(inspection=line.inspection, findings=noted, staff=head, now=at)

    def _minutes(self, line: Line, at: datetime) -> None:
        head = self._staff(self.head, at)
        unit = self.users[self._signer(line)].full_name
        found = list(line.data["short"].values()) or ["Đơn vị thực hiện đầy đủ các nội dung được kiểm tra."]
        write_minutes(
            inspection=line.inspection,
            present=f"Đoàn kiểm tra: {self.users[self.head].full_name}\nĐơn vị được kiểm tra: {unit}",
            findings="\n".join(found),
            opinion="Nhất trí với nội dung biên bản.",
            signer=self.users[self._signer(line)],
            staff=head,
            now=at,
        )
        send_minutes(inspection=line.inspection, staff=head, now=at)

    def _sign(self, line: Line, at: datetime) -> None:
        sign_minutes(inspection=line.inspection, staff=self._staff(self._signer(line), at), now=at)

    def _draft(self, line: Line, at: datetime) -> None:
        head = self._staff(self.head, at)
        line.shortcomings = [
            add_shortcoming(inspection=line.inspection, found=self._found(line, each), staff=head, now=at)
            for each in line.data["shortcomings"]
        ]
        write_conclusion(
            inspection=line.inspection,
            strengths=line.data["strengths"],
            assessment=line.data["assessment"],
            staff=head,
            now=at,
        )
        send_draft(inspection=line.inspection, staff=head, now=at)

    def _answer(self, line: Line, at: datetime) -> None:
        officer = self._staff(line.data["officer"], at)
        answer_draft(inspection=line.inspection, answer=line.data["answer"], staff=officer, now=at)

    def _conclude(self, line: Line, at: datetime) -> None:
        manager = self._staff(self.data["by"], at)
        response = line.data["response"]
        self._issue(
            submit_conclusion(inspection=line.inspection, response=response, staff=manager, now=at), at
        )

    def _send_notices(self, line: Line, at: datetime) -> None:
        for notice in line.inspection.notices.select_related("paper").order_by("pk"):
            self._issue(notice.paper, at)

    def _acknowledge(self, line: Line, at: datetime) -> None:
        for notice in line.inspection.notices.order_by("pk"):
            acknowledge(notice=notice, staff=self._staff(line.data["officer"], at), now=at)

    def _found(self, line: Line, data: Data) -> Found:
        names = ("area", "criterion", "severity", "description", "legal_basis")
        owner = agency_by_code(line.data["subject"])
        return Found(
            **{name: data[name] for name in names},
            owner_agency=owner,
            owner_unit=self._unit(owner, data.get("unit", "")),
            deadline=self._day(data["deadline"]),
            effect=data.get("effect", "none"),
            points=Fraction(data["points"]) if "points" in data else None,
            effect_until_closed=data.get("effect_until_closed", False),
        )

    # One shortcoming

    def _events(self, line: Line, index: int, event: Data) -> Iterator[Step]:
        at = self._at(event["on"], hour=14)
        if event["what"] == "report":
            yield at, lambda at: self._report(line, line.shortcomings[index], event, at)
        elif event["what"] == "extension":
            answered = self._at(event["answered"], hour=15)
            yield at, lambda at: self._ask(line, line.shortcomings[index], event, at)
            yield answered, lambda at: self._grant(line.shortcomings[index], event, at)
        else:
            yield at + timedelta(hours=1), lambda at: self._judge(line.shortcomings[index], event, at)

    def _report(self, line: Line, shortcoming: Shortcoming, event: Data, at: datetime) -> None:
        done = Done(
            action=event["action"],
            remedied_on=self._day(event["remedied_on"]),
            explanation="Hồ sơ gốc lưu tại đơn vị, xuất trình khi phúc tra.",
            rest_plan=event.get("rest_plan", ""),
            rest_by=self._day(event["rest_by"]) if "rest_by" in event else None,
        )
        officer = self._staff(line.data["officer"], at)
        report_remedy(shortcoming=shortcoming, done=done, files=[], staff=officer, now=at)

    def _judge(self, shortcoming: Shortcoming, event: Data, at: datetime) -> None:
        verify(
            shortcoming=shortcoming,
            outcome="reopened" if event["what"] == "reopen" else event["outcome"],
            on_site=event["on_site"],
            next_deadline=self._day(event["next_deadline"]) if "next_deadline" in event else None,
            remark=event["remark"],
            staff=self._staff(self.head, at),
            now=at,
        )

    def _ask(self, line: Line, shortcoming: Shortcoming, event: Data, at: datetime) -> None:
        officer, until = self._staff(line.data["officer"], at), self._day(event["until"])
        ask_extension(shortcoming=shortcoming, until=until, reason=event["reason"], staff=officer, now=at)

    def _grant(self, shortcoming: Shortcoming, event: Data, at: datetime) -> None:
        asked = shortcoming.extensions.get(granted__isnull=True)
        manager = self._staff(self.data["by"], at)
        decide_extension(extension=asked, granted=event["granted"], answer="", staff=manager, now=at)

    # People, places, days

    def _issue(self, paper: Paper | None, at: datetime) -> None:
        assert paper is not None
        signed = sign_paper(paper=paper, staff=self._staff(self.data["leader"], at), now=at)
        seal_paper(paper=signed, staff=self._staff(self.data["clerk"], at), now=at)

    def _staff(self, username: str, at: datetime) -> StaffContext:
        user: User = self.users[username]
        return get_staff_context(user_id=user.pk, on=timezone.localdate(at))

    def _signer(self, line: Line) -> str:
        """The head of the inspected unit, or a leader of the inspected agency."""
        if "signer" in line.data:
            return str(line.data["signer"])
        agency = agency_by_code(line.data["subject"])
        return users_with_role(role=Role.LEADER, agency_id=agency.pk, on=self.today)[0].username

    def _place(self, line: Line) -> str:
        return str(line.data.get("place", f"Trụ sở {agency_by_code(line.data['subject']).name_vi}"))

    def _unit(self, agency: Agency, code: str) -> Unit | None:
        return Unit.objects.get(agency=agency, code=code) if code else None

    def _day(self, value: str | int) -> date:
        return self.today + timedelta(days=value) if isinstance(value, int) else date.fromisoformat(value)

    def _at(self, value: str | int, *, hour: int = 9) -> datetime:
        """A moment of that day, or of the next working one."""
        day = self.calendar.working_day_from(self._day(value))
        return timezone.make_aware(datetime.combine(day, time(hour))).astimezone(UTC)
