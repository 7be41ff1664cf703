"""The demonstration's past: dossiers of an earlier half-year, run through the services with the clock set back.

Nothing is written into tables here: every dossier is drafted, submitted, received, worked on, signed, sealed,
issued and posted by the same functions that the pages call, each at its own moment.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from motcua.demo.answers import answer_form
from motcua.demo.papers import sample_paper
from motcua.identity.api import (
    Agency,
    Organisation,
    StaffContext,
    User,
    find_user,
    get_person_for,
    get_staff_context,
    get_user,
    list_represented_organisations,
    users_with_role,
)
from motcua.kernel.calendar import WorkingCalendar
from motcua.notifications.api import only_in_account
from motcua.onestop.api import (
    Dossier,
    State,
    StepKind,
    Work,
    WorkItem,
    complete_work_item,
    draft_result,
    list_open_items,
    receive,
    submit_dossier,
    suggested_content,
)
from motcua.onestop.forms.api import attach_file, form_of, start_draft, uploads_of
from motcua.onestop.procedures.api import get_version_in_force
from motcua.platform import clock
from motcua.platform.calendar.api import calendar_for
from motcua.platform.outbox.api import RetryLater
from motcua.platform.outbox.inline import run_jobs
from motcua.postal.api import DeliveryState, hand_over, list_deliveries, record_carrier_event

HISTORY_FILE = Path(__file__).parent / "data" / "history.json"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# Items of the past are handed to the post by hand: its twin lives in the present and would stamp today's dates.
BY_HAND = ("postal.book", "postal.confirm_hand_over")
"""Names of the jobs that speak to the carrier."""
SHORTEST_HOURS = 0.2
RETRY_SECONDS = (0.5, 1, 2, 4)


@dataclass(frozen=True)
class PastDossier:
    """One row of ``data/history.json``. ``pace`` is the share of the limit after which the result is issued."""

    procedure: str
    submitted: datetime
    applicant: str
    pace: float


def list_past() -> list[PastDossier]:
    rows = json.loads(HISTORY_FILE.read_text(encoding="utf-8"))["dossiers"]
    return [
        PastDossier(
            row["procedure"],
            datetime.fromisoformat(row["submitted"]).replace(tzinfo=ZONE),
            row["applicant"],
            row["pace"],
        )
        for row in rows
    ]


def run_history(*, report: Callable[[str], object], limit: int | None = None) -> int:
    """Let every past dossier happen; answers how many did. Finished ones are left alone.

    A history that was cut off goes on where it stopped: dossiers are filed under their row's key, and every step
    asks first what is open. ``limit`` plays the first rows only.

    Nothing else may be queued while the clock is set back, so this runs before the worker is started.
    """
    rows = list(enumerate(list_past()[:limit]))
    finished = set(
        Dossier.objects.filter(idempotency_key__in=[_key(number) for number, _ in rows])
        .exclude(returned_at=None)
        .values_list("idempotency_key", flat=True)
    )
    missing = [(number, past) for number, past in rows if _key(number) not in finished]
    if missing:
        report(f"Living through {len(missing)} dossiers of 2022 and 2023, each on its days…")
    with only_in_account():
        for done, (number, past) in enumerate(missing, start=1):
            Story(past, number).play()
            if done % 10 == 0:
                report(f"  {done} of {len(missing)}")
    return len(missing)


def _key(number: int) -> str:
    return f"demo-history-{number}"


class Story:
    """One dossier from the first page of its form to the postman's signature."""

    def __init__(self, past: PastDossier, number: int) -> None:
        self.past, self.number = past, number
        self.random = Random(f"motcua-{number}")  # noqa: S311 - the same past on every machine
        self.user, self.organisation = applicant_of(past.applicant, past.submitted)
        self.version = get_version_in_force(past.procedure, past.submitted.date())
        self.agency: Agency = self.version.procedure.agency
        self.calendar: WorkingCalendar = calendar_for(self.agency.calendar)

    def play(self) -> None:
        dossier = self._filed_before() or self._file()
        moment = self.calendar.add_office_time(
            self.past.submitted, timedelta(minutes=self.random.randint(20, 200))
        )
        if dossier.state == State.SUBMITTED:
            self._at(moment, lambda: receive(dossier_id=dossier.pk, staff=self._receiver(moment), now=moment))
            dossier.refresh_from_db()
        for moment in self._moments(dossier):
            item = next(iter(list_open_items(dossier=dossier)), None)
            if item is None or item.step_kind == StepKind.RETURN:
                break
            self._next_step(item, dossier, moment)
        self._post(dossier)

    def _at(self, moment: datetime, work: Callable[[], Any]) -> None:
        """Do one thing at its moment, then the jobs it queued."""
        with clock.at(moment):
            work()
            _run_jobs()

    def _filed_before(self) -> Dossier | None:
        """The dossier of a history that was cut off, with the jobs it left behind done at their moment."""
        dossier = Dossier.objects.filter(submitted_by=self.user, idempotency_key=_key(self.number)).first()
        if dossier is not None:
            last = dossier.events.latest("sequence").at
            self._at(last, dossier.refresh_from_db)
        return dossier

    def _file(self) -> Dossier:
        filed: list[Dossier] = []
        self._at(self.past.submitted, lambda: filed.append(self._submit()))
        return filed[0]

    def _submit(self) -> Dossier:
        now = self.past.submitted
        assert self.version.form is not None
        form = form_of(self.version.form)
        holder = self.organisation.name_vi if self.organisation else ""
        answers = answer_form(form, on=now.date(), random=self.random, channel="post", holder=holder)
        draft = start_draft(
            user=self.user, version=self.version, organisation=self.organisation, answers=answers, now=now
        )
        for component in uploads_of(self.version):
            paper = sample_paper(component)
            attach_file(
                draft_id=draft.pk,
                component=component,
                content=paper.content,
                name=paper.name,
                actor=self.user,
                now=now,
            )
        return submit_dossier(draft_id=draft.pk, idempotency_key=_key(self.number), actor=self.user, now=now)

    def _receiver(self, moment: datetime) -> StaffContext:
        return self._staff("receiver", self.agency.pk, None, moment)

    def _staff(self, role: str, agency_id: int, unit_id: int | None, moment: datetime) -> StaffContext:
        people = users_with_role(role=role, agency_id=agency_id, unit_id=unit_id, on=moment.date())
        chosen = people[self.number % len(people)]
        return get_staff_context(user_id=chosen.pk, on=moment.date())

    def _moments(self, dossier: Dossier) -> Iterator[datetime]:
        """Moments of the steps between receipt and the chosen finish, each step with its own share of the hours."""
        assert dossier.received_at is not None and dossier.due_at is not None
        # Receipt and return are the counter's; a step without hours still takes a few minutes.
        hours = [max(step["working_hours"], SHORTEST_HOURS) for step in self.version.steps[1:-1]]
        limit = self.calendar.office_time(dossier.received_at, dossier.due_at)
        whole = min(limit, timedelta(hours=sum(hours))) * self.past.pace
        for until in accumulate(hours):
            yield self.calendar.add_office_time(dossier.received_at, whole * (until / sum(hours)))

    def _next_step(self, item: WorkItem, dossier: Dossier, moment: datetime) -> None:
        # A history that goes on skips the moments of steps that were done before.
        if moment <= item.opened_at:
            return
        staff = self._who(item, moment)
        self._at(moment, lambda: self._do(dossier, item, staff, moment))

    def _who(self, item: WorkItem, moment: datetime) -> StaffContext:
        if item.assignee_id is not None:
            return get_staff_context(user_id=item.assignee_id, on=moment.date())
        return self._staff(item.role, item.agency_id, item.unit_id, moment)

    def _do(self, dossier: Dossier, item: WorkItem, staff: StaffContext, moment: datetime) -> None:
        actor = get_user(user_id=staff.user_id)
        assignee = None
        if item.step_kind == StepKind.ASSIGN:
            assignee = self._staff("specialist", item.agency_id, dossier.unit_id, moment).user_id
        if item.step_kind == StepKind.DRAFT:
            content = suggested_content(dossier=dossier)
            draft_result(
                dossier=dossier, template=self.version.result_kind, content=content, actor=actor, now=moment
            )
        work = Work(
            assignee_id=assignee, data={"decision": "approve"} if item.step_kind == StepKind.DRAFT else {}
        )
        complete_work_item(item_uuid=item.uuid, work=work, actor=actor, staff=staff, now=moment)

    def _post(self, dossier: Dossier) -> None:
        """The clerk gives the letter to the messenger; two to four days later it is signed for."""
        dossier.refresh_from_db()
        assert dossier.finished_at is not None
        delivery = list_deliveries(subject_id=dossier.uuid)[0]
        handed = self.calendar.add_office_time(dossier.finished_at, timedelta(hours=2))
        slip = f"RL{300_000_000 + self.number * 7919:09d}VN"
        self._at(handed, lambda: hand_over(delivery_id=delivery.pk, now=handed, slip_number=slip))
        arrived = self.calendar.add_office_time(handed, timedelta(hours=self.random.randint(10, 30)))
        self._at(
            arrived,
            lambda: record_carrier_event(
                delivery_id=delivery.pk,
                carrier_event_id=f"{slip}-delivered",
                state=DeliveryState.DELIVERED,
                at=arrived,
                now=arrived,
                received_by=dossier.applicant_name[:100],
            ),
        )


def _run_jobs() -> None:
    """Everything queued; on a busy machine a twin may be slow, and its job is then tried again."""
    for pause in RETRY_SECONDS:
        try:
            run_jobs(skip=BY_HAND)
            return
        except RetryLater:
            time.sleep(pause)
    run_jobs(skip=BY_HAND)


def applicant_of(text: str, moment: datetime) -> tuple[User, Organisation | None]:
    """``username`` or ``username:tax code`` of an organisation that the person represents."""
    username, _, tax_code = text.partition(":")
    user = find_user(username=username)
    assert user is not None, username
    if not tax_code:
        return user, None
    person = get_person_for(user)
    assert person is not None, username
    organisations = list_represented_organisations(person_id=person.pk, on=moment.date())
    return user, next(item for item in organisations if item.tax_code == tax_code)
