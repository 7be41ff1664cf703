"""Jobs whose worker died in the middle are taken up again by a living one."""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

log = structlog.get_logger()

# Workers report every ten seconds; one that is silent for this long is dead and not merely busy.
SILENT = timedelta(seconds=30)


def retry_stalled_jobs(*, now: datetime) -> int:
    """Queue every job again that a silent or forgotten worker holds; answers how many.

    Jobs are safe to repeat: each looks first whether its work is already done.
    """
    silent = ProcrastinateWorker.objects.filter(last_heartbeat__lt=Now() - SILENT).values("pk")
    held = ProcrastinateJob.objects.filter(status="doing").filter(
        Q(worker__isnull=True) | Q(worker__in=silent)
    )
    manager = JobManager(DjangoConnector())
    return sum(_retry(manager, job_id, name, now) for job_id, name in held.values_list("id", "task_name"))


def _retry(manager: JobManager, job_id: int, name: str, now: datetime) -> bool:
    try:
        manager.retry_job_by_id(job_id=job_id, retry_at=now)
    except ConnectorException:
        # Another worker has just taken it up, or it ended after all.
        return False
    log.warning("job_taken_up_again", job=job_id, task=name)
    return True
