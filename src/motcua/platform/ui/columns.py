"""Columns that the lists of several rooms share: moments and names as pages write them."""

from datetime import datetime
from typing import Any

import django_tables2 as tables

from motcua.platform.ui.formats import format_datetime
from motcua.platform.ui.parts import local
from motcua.platform.ui.templatetags.ui import bilingual


class MomentColumn(tables.Column):
    """``22/11/2026, 14:30`` in the office's time zone, with ``seconds`` ``22/11/2026, 14:30:05``."""

    def __init__(self, *args: Any, seconds: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._seconds = seconds

    def render(self, value: datetime) -> str:
        moment = local(value)
        assert isinstance(moment, datetime)
        return format_datetime(moment) + (f":{moment.second:02}" if self._seconds else "")

    def value(self, **kwargs: Any) -> str:
        """Files hold the text of the page."""
        return self.render(kwargs["value"])


class BilingualColumn(tables.Column):
    """The ``name`` or ``title`` of a related object in the language of the page; the accessor leads to the object."""

    def __init__(self, *args: Any, part: str = "name", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._part = part

    def render(self, value: object) -> str:
        return bilingual(value, self._part)

    def value(self, **kwargs: Any) -> str:
        """Files hold the text of the page."""
        return self.render(kwargs["value"])
