"""The hash chain over the event log.

Events are written without a lock, so that offices do not queue behind each other; every minute the sealer puts
the committed ones in order and chains them: ``digest(n) = SHA-256(digest(n-1) || canonical JSON of event n)``.
The last link of each day is published, so nobody can rewrite a past day unseen.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from motcua.platform.audit.models import AuditEvent, AuditRoot

GENESIS = "0" * 64
BATCH = 5_000
_SEALER_LOCK = 7_266_001


@dataclass(frozen=True)
class Verification:
    """Outcome of a check: ``broken_at`` is the first event id that does not fit, None when all do."""

    checked: int
    unsealed: int
    broken_at: int | None
    broken_root: date | None

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None and self.broken_root is None


def canonical(event: AuditEvent) -> bytes:
    """The bytes that are hashed: sorted keys, no blanks, moments in UTC."""
    value = {
        "id": event.pk,
        "uuid": str(event.uuid),
        "at": event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(),
        "action": event.action,
        "actor": [event.actor_id, event.actor_name],
        "agency": event.agency_code,
        "object": [event.object_type, event.object_id],
        "detail": event.detail,
        "source": event.source,
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: str, event: AuditEvent) -> str:
    return hashlib.sha256(previous.encode() + canonical(event)).hexdigest()


def seal() -> int:
    """Chain every settled event that has no seal yet; answers how many. Only one sealer works at a time."""
    total = 0
    while sealed := _seal_batch():
        total += sealed
    return total


def _seal_batch() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_SEALER_LOCK])
        last = AuditEvent.objects.filter(position__isnull=False).order_by("-position").first()
        position, digest = (last.position or 0, last.digest) if last else (0, GENESIS)
        # An event committed late simply gets a later place; the chain follows the order of sealing.
        events = list(AuditEvent.objects.filter(position__isnull=True).order_by("id")[:BATCH])
        roots: dict[date, AuditRoot] = {}
        for event in events:
            position, digest = position + 1, link(digest, event)
            event.position, event.digest = position, digest
            day = timezone.localdate(event.at)
            roots[day] = AuditRoot(day=day, position=position, digest=digest)
        AuditEvent.objects.bulk_update(events, ["position", "digest"], batch_size=1_000)
        AuditRoot.objects.bulk_create(
            roots.values(), update_conflicts=True, unique_fields=["day"], update_fields=["position", "digest"]
        )
        return len(events)


def verify() -> Verification:
    """Recompute every link and compare; finds a changed, removed or inserted event and a changed root."""
    digest, checked = GENESIS, 0
    roots = {root.position: root for root in AuditRoot.objects.all()}
    sealed = AuditEvent.objects.filter(position__isnull=False).order_by("position")
    for event in sealed.iterator(chunk_size=2_000):
        checked += 1
        digest = link(digest, event)
        if event.position != checked or event.digest != digest:
            return Verification(checked, _unsealed(), event.pk, None)
        root = roots.pop(checked, None)
        if root is not None and root.digest != digest:
            return Verification(checked, _unsealed(), None, root.day)
    # A root that no link answers for means that the end of the log was cut off.
    missing = min((root.day for root in roots.values()), default=None)
    return Verification(checked, _unsealed(), None, missing)


def _unsealed() -> int:
    return AuditEvent.objects.filter(position__isnull=True).count()
