"""Jobs that send messages and ask what became of them."""

from motcua.notifications.sending import ask_for_reports, send_due, send_first
from motcua.notifications.services import SEND_JOB
from motcua.platform import clock
from motcua.platform.outbox.api import job
from motcua.platform.outbox.jobs import periodic


@job(SEND_JOB)
def send_messages(*, message_ids: list[int]) -> None:
    """First attempt for messages written together."""
    for message_id in message_ids:
        send_first(message_id=message_id, now=clock.now())


@periodic("notifications.send_due", cron="* * * * *")
def retry_messages() -> None:
    """Further attempts, also for messages whose first job died."""
    send_due(now=clock.now())


@periodic("notifications.ask_for_reports", cron="*/5 * * * *")
def ask_gateway() -> None:
    """What became of text messages that the gateway has not told about."""
    ask_for_reports(now=clock.now())
