"""What the official calendar tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.platform.outbox.api import Event


@dataclass(frozen=True)
class CalendarChanged(Event):
    """Official days were added, corrected or taken out; ``calendar`` is "VN" or an agency's own code."""

    name: ClassVar[str] = "platform.calendar_changed"
    calendar: str
