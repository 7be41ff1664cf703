"""All models of the platform, gathered where Django looks for them."""

from motcua.platform.attempts.models import AttemptCount
from motcua.platform.audit.models import AuditEvent, AuditRoot
from motcua.platform.calendar.models import CalendarDay, CalendarVersion, OfficeHours
from motcua.platform.files.models import Blob, StoredFile
from motcua.platform.numbering.models import NumberBook
from motcua.platform.outbox.models import HandlerRun, OutboxEvent
from motcua.platform.ui.models import SavedView

__all__ = [
    "AttemptCount",
    "AuditEvent",
    "AuditRoot",
    "Blob",
    "CalendarDay",
    "CalendarVersion",
    "HandlerRun",
    "NumberBook",
    "OfficeHours",
    "OutboxEvent",
    "SavedView",
    "StoredFile",
]
