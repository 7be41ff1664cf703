"""The event log of the house: ``record`` in the transaction of the change, ``verify`` the chain over it."""

from motcua.platform.audit.chain import Verification, seal, verify
from motcua.platform.audit.services import Actor, list_events, record

__all__ = ["Actor", "Verification", "list_events", "record", "seal", "verify"]
