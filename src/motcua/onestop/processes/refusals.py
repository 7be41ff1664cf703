"""Why a step is refused, as a type that pages can explain."""

__all__ = ["StepRefused"]


class StepRefused(Exception):
    """A step does not fit what is the case. ``code`` names the message, ``params`` fill it.

    Codes: already_done, being_done, not_open, dossier_paused, dossier_ended, assignee_missing, assignee_unfit,
    result_missing, being_signed, reason_missing, cannot_send_back, not_passed, taken, process_missing.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
