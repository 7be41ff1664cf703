"""The job that prints a book, and the sweep that erases old ones."""

from motcua.onestop.register.printing import print_book
from motcua.onestop.register.services import PRINT_JOB, erase_prints
from motcua.platform import clock
from motcua.platform.outbox.api import job
from motcua.platform.outbox.jobs import periodic


@job(PRINT_JOB, queue="documents")
def make_book(*, print_id: int) -> None:
    print_book(print_id=print_id, now=clock.now())


@periodic("register.erase_prints", cron="20 19 * * *")
def erase_old_prints() -> None:
    """Books hold names and addresses; nobody needs them for long."""
    erase_prints(now=clock.now())
