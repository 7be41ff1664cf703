"""Jobs of surveys."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import job, periodic
from motcua.reform.surveys.services.failures import take_over_failures
from motcua.reform.surveys.services.invitations import SEND, go_on_sending


@job(SEND)
def send(*, wave: int) -> None:
    """What the button on the page of a sample asks for; run again, it goes on where it stopped."""
    go_on_sending(wave_id=wave, now=clock.now())


@periodic("surveys.take_over_failures", cron="*/10 * * * *")
def note_failures() -> None:
    """What mail servers and the gateway of text messages refused counts as non-response."""
    take_over_failures(now=clock.now())
