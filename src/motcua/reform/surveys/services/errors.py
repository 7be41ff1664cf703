"""What a survey refuses."""


class RoundRefused(Exception):
    """The round does not allow this now; ``reason`` is a code for the page, ``detail`` fills its words."""

    def __init__(self, reason: str, **detail: int | str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class FormChanged(Exception):
    """A published version of a form would change; a new wording needs a new version number."""


class FrameRefused(Exception):
    """A file of contacts cannot be read; ``reason`` is a code, ``line`` the line where it went wrong (1 = first)."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        super().__init__(f"{reason} ({line})")
        self.reason = reason
        self.line = line


class AnswerRefused(Exception):
    """No answer was taken; ``reason``: unknown, used, early, late, empty, invalid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
