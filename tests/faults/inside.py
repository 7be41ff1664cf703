"""What runs inside the installation under test, as a process of its own: fill it before, look at it after."""

import json
import sys
from datetime import date

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: E402

from motcua.demo.papers import sample_paper  # noqa: E402
from motcua.identity.api import (  # noqa: E402
    PersonDetails,
    create_citizen_account,
    provision_demo,
    register_person,
)
from motcua.onestop.dossiers.models import Dossier, DossierEvent  # noqa: E402
from motcua.onestop.forms.api import attach_file, load_forms, start_draft, uploads_of  # noqa: E402
from motcua.onestop.forms.models import Attachment, Draft  # noqa: E402
from motcua.onestop.forms.tests.samples import XRAY  # noqa: E402
from motcua.onestop.procedures.api import get_version_in_force, load_catalogue  # noqa: E402
from motcua.platform import clock  # noqa: E402
from motcua.platform.audit.api import seal, verify  # noqa: E402
from motcua.platform.audit.models import AuditEvent  # noqa: E402
from motcua.platform.calendar.api import load_calendar  # noqa: E402
from motcua.platform.files.models import Blob  # noqa: E402
from motcua.platform.files.services import storage_key  # noqa: E402
from motcua.platform.outbox.models import HandlerRun, OutboxEvent  # noqa: E402

LEFT_OUT = "officer-certificate"
"""The paper that every draft still lacks: it is uploaded over HTTP while processes die."""


def prepare(drafts: int) -> dict[str, object]:
    """The catalogue, one citizen who is signed in, and so many drafts that lack one paper."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = clock.now()
    load_calendar(now=now)
    provision_demo(now=now, password="a-long-password-for-tests")
    load_catalogue(now=now)
    load_forms(now=now)
    user = create_citizen_account(username="lan", email="lan@vidu.example", full_name="Trần Thị Lan", now=now)
    details = PersonDetails(
        full_name="Trần Thị Lan",
        id_number="037185001234",
        date_of_birth=date(1985, 3, 12),
        phone="0912345678",
        email=user.email,
        address="Số 5, đường Lê Lợi, phường Hoa Lư, tỉnh Ninh Bình",
    )
    register_person(details=details, user_id=user.pk, now=now)
    return {
        "session": _session_of(user),
        "cookie": settings.SESSION_COOKIE_NAME,
        "drafts": _drafts(user, drafts),
    }


def _session_of(user) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "motcua.identity.backends.PasswordBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _drafts(user, wanted: int) -> list[str]:
    now = clock.now()
    version = get_version_in_force("xray-licence-new", clock.today())
    made = []
    for _ in range(wanted):
        draft = start_draft(user=user, version=version, answers=XRAY, now=now)
        for component in uploads_of(version):
            if component.is_required and component.key != LEFT_OUT:
                paper = sample_paper(component)
                attach_file(
                    draft_id=draft.pk,
                    component=component,
                    content=paper.content,
                    name=paper.name,
                    actor=user,
                    now=now,
                )
        made.append(str(draft.uuid))
    return made


def waiting_jobs() -> int:
    return ProcrastinateJob.objects.filter(
        status__in=["todo", "doing"], task_name="outbox.run_handler"
    ).count()


def inspect() -> dict[str, object]:
    """Facts about the whole installation after it was mistreated."""
    seal()
    dossiers = Dossier.objects.annotate(papers=Count("attachments", distinct=True))
    return {
        "dossiers": _codes_by_draft(),
        "count": dossiers.count(),
        "papers": sorted(set(dossiers.values_list("papers", flat=True))),
        "events": DossierEvent.objects.count(),
        "orphans": Attachment.objects.filter(dossier__isnull=True, draft__isnull=True).count(),
        "lost_files": [sha for sha in Blob.objects.values_list("sha256", flat=True) if _is_lost(sha)],
        "audit_intact": verify().is_intact,
        "audit_submitted": AuditEvent.objects.filter(action="dossier.submitted").count(),
        "unheard": OutboxEvent.objects.count() - HandlerRun.objects.values("event").distinct().count(),
        "heard_twice": HandlerRun.objects.values("event", "handler")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .count(),
    }


def _codes_by_draft() -> dict[str, str]:
    submitted = Draft.objects.filter(submitted_as__isnull=False)
    return {str(uuid): code for uuid, code in submitted.values_list("uuid", "submitted_as__temporary_code")}


def _is_lost(sha256: str) -> bool:
    key = storage_key(sha256)
    return not default_storage.exists(key) or default_storage.size(key) == 0


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    outcome = {"prepare": lambda: prepare(int(rest[0])), "waiting": waiting_jobs, "inspect": inspect}[
        command
    ]()
    sys.stdout.write("\n" + json.dumps(outcome) + "\n")
