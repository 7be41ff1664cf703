"""All models of the platform, gathered where Django looks for them."""

from motcua.platform.audit.models import AuditEvent, AuditRoot
from motcua.platform.calendar.models import CalendarDay, OfficeHours
from motcua.platform.files.models import Blob, StoredFile
from motcua.platform.numbering.models import NumberBook
from motcua.platform.outbox.models import HandlerRun, OutboxEvent

__all__ = [
    "AuditEvent",
    "AuditRoot",
    "Blob",
    "CalendarDay",
    "HandlerRun",
    "NumberBook",
    "OfficeHours",
    "OutboxEvent",
    "StoredFile",
]
