"""Thousands of generated dossiers over the last two years, so that the demonstration's screens look like life.

They are told with the real rules and written in bulk; they have no PDF files. The thirty dossiers of
:mod:`motcua.demo.history` are the ones that ran through every service.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from motcua.demo.composing import Composer
from motcua.demo.fates import Teller, find_colleagues
from motcua.demo.people import make_applicants
from motcua.identity.api import agency_by_code, get_staff_context, users_with_role
from motcua.onestop.api import (
    Dossier,
    StepKind,
    Work,
    WorkItem,
    complete_work_item,
    draft_result,
    suggested_content,
)
from motcua.onestop.forms.api import load_forms
from motcua.onestop.procedures.api import list_versions_in_force, load_catalogue
from motcua.onestop.takeover.api import Life, write_lives
from motcua.platform.calendar.api import calendar_for

NEIGHBOURS = Path(__file__).parent / "data" / "neighbours"
DOSSIERS, APPLICANTS, DAYS = 5_000, 150, 730
# The department that the demonstration is about has about half of all dossiers.
WEIGHTS = {"SKHCN": 48, "SXD": 16, "SYT": 14, "SGDDT": 11, "SNNMT": 11}
LATELY, OF_LATE = timedelta(days=21), 60
SIGNED_BY_EACH = 2


def load_neighbours(*, now: datetime) -> None:
    """A few procedures of the other departments; nothing changes when they are there."""
    load_catalogue(now=now, folder=NEIGHBOURS)
    load_forms(now=now, folder=NEIGHBOURS / "forms")


def load_crowd(*, now: datetime, report: Callable[[str], object], amount: int = DOSSIERS) -> int:
    """Make the crowd unless it is there; answers how many dossiers were written. All or nothing."""
    load_neighbours(now=now)
    if Dossier.objects.filter(idempotency_key=_key(0)).exists():
        return 0
    report(f"Composing {amount} dossiers of the last two years…")
    random = Random("motcua-crowd")  # noqa: S311 - the same crowd on every machine
    with transaction.atomic():
        lives = _tell(amount, random, now)
        write_lives(lives=lives, action="demo.crowd_generated", now=now)
        _draft_results(lives)
        _let_leaders_sign(lives, now)
    return amount


def _tell(amount: int, random: Random, now: datetime) -> list[Life]:
    applicants = make_applicants(amount=APPLICANTS, random=random, now=now)
    composer = Composer(random, applicants, list(list_versions_in_force(on=timezone.localdate(now))), WEIGHTS)
    teller = Teller(random, now, find_colleagues(on=timezone.localdate(now)), agency_by_code("PVHCC"))
    moments = sorted(_moments(amount, random, now))
    return [
        teller.tell(composer.dossier(key=_key(number), submitted_at=submitted_at))
        for number, submitted_at in enumerate(moments)
    ]


def _key(number: int) -> str:
    return f"demo-crowd-{number}"


def _moments(amount: int, random: Random, now: datetime) -> Iterator[datetime]:
    """When people file: on working days, rather by day, evenly; a few more lately, so that desks are full."""
    calendar = calendar_for("VN")
    for number in range(amount):
        span = LATELY if number < OF_LATE else timedelta(days=DAYS)
        moment = now - span * random.random()
        if random.random() < 0.85:
            opening = calendar.next_opening(moment)
            moment = calendar.add_office_time(opening, timedelta(minutes=random.randint(1, 400)))
        # What would lie ahead of us happened some day of the last fortnight: today is a day like others.
        yield moment if moment < now else now - timedelta(minutes=random.randint(2, 14 * 24 * 60))


def _draft_results(lives: Sequence[Life]) -> None:
    """Open dossiers past the appraisal have a draft of their result, which the next person may sign."""
    for life in lives:
        drafted = [item for item in life.items if item.step_kind == StepKind.DRAFT and item.done_at]
        if not drafted or not _is_before_issue(life):
            continue
        done = drafted[-1]
        assert done.done_by is not None and done.done_at is not None
        draft_result(
            dossier=life.dossier,
            template=life.dossier.version.result_kind,
            content=suggested_content(dossier=life.dossier),
            actor=done.done_by,
            now=done.done_at,
        )


def _is_before_issue(life: Life) -> bool:
    return life.open_item is not None and life.dossier.finished_at is None


def _let_leaders_sign(lives: Sequence[Life], now: datetime) -> None:
    """Each leader asks for a few signatures by the usual way, so that clerks find work as soon as we serve."""
    waiting = [item for life in lives if (item := life.open_item) and item.step_kind == StepKind.SIGN]
    by_agency: dict[int, list[WorkItem]] = {}
    for item in waiting:
        by_agency.setdefault(item.agency_id, []).append(item)
    for agency_id, items in by_agency.items():
        leader = users_with_role(role="leader", agency_id=agency_id, on=timezone.localdate(now))[0]
        staff = get_staff_context(user_id=leader.pk, on=timezone.localdate(now))
        theirs = [item for item in items if item.assignee_id in (None, leader.pk)]
        for item in theirs[:SIGNED_BY_EACH]:
            complete_work_item(item_uuid=item.uuid, work=Work(), actor=leader, staff=staff, now=now)
