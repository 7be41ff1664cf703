"""Sealing the event log every minute."""

from motcua.platform.audit.chain import seal
from motcua.platform.outbox.jobs import periodic


@periodic("audit.seal", cron="* * * * *")
def seal_audit_log() -> None:
    seal()
