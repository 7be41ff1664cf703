"""The event log of the house: ``record`` in the transaction of the change, ``verify`` the chain over it."""

from motcua.platform.audit.chain import Verification, seal, verify
from motcua.platform.audit.models import AuditEvent, AuditRoot
from motcua.platform.audit.services import Actor, list_events, list_roots, record

__all__ = [
    "Actor",
    "AuditEvent",
    "AuditRoot",
    "Verification",
    "list_events",
    "list_roots",
    "record",
    "seal",
    "verify",
]
