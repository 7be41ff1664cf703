"""Jobs that speak to the carrier."""

from motcua.platform import clock
from motcua.platform.outbox.api import job
from motcua.platform.outbox.jobs import periodic
from motcua.postal import carrying
from motcua.postal.services import BOOK_JOB, CANCEL_JOB, CONFIRM_JOB


@job(BOOK_JOB)
def book_item(*, delivery_id: int) -> None:
    carrying.book(delivery_id=delivery_id, now=clock.now())


@job(CONFIRM_JOB)
def confirm_hand_over(*, delivery_id: int) -> None:
    carrying.confirm_hand_over(delivery_id=delivery_id)


@job(CANCEL_JOB)
def cancel_booking(*, delivery_id: int) -> None:
    carrying.cancel_booking(delivery_id=delivery_id)


@periodic("postal.book_due", cron="* * * * *")
def book_due() -> None:
    """Bookings that failed for now, also those whose first job died."""
    carrying.book_due(now=clock.now())


@periodic("postal.track_open", cron="*/10 * * * *")
def track_open() -> None:
    """What the carrier has not called back about."""
    carrying.track_open(now=clock.now())
